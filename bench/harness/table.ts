import type { Figure } from './statistics.ts';

/** One line of the table. */
export interface Row {
  readonly measurement: string;
  readonly gatehouse: string;
  /** The bare limit, or what else the figure is held against. */
  readonly against: string;
  readonly ratio: string;
  readonly mark: string;
  /** Null where there is no mark. */
  readonly met: boolean | null;
  /** The same measurement of better-auth. */
  readonly peer: string;
  /** What sent the requests. */
  readonly generator: string;
}

/** A row of which only some cells are filled. */
export const rowOf = (cells: Pick<Row, 'measurement' | 'gatehouse'> & Partial<Row>): Row => ({
  against: '',
  ratio: '',
  mark: '',
  met: null,
  peer: '',
  generator: '',
  ...cells,
});

const columns: readonly (readonly [string, (row: Row) => string])[] = [
  ['Measurement', (row) => row.measurement],
  ['Gatehouse', (row) => row.gatehouse],
  ['Against', (row) => row.against],
  ['Ratio', (row) => row.ratio],
  ['Mark', (row) => row.mark],
  ['Met', (row) => ({ true: 'yes', false: 'NO', null: '' })[String(row.met)] ?? ''],
  ['better-auth', (row) => row.peer],
  ['Load by', (row) => row.generator],
];

/** A table in Markdown, aligned for terminals. */
export function tableOf(rows: readonly Row[]): string {
  const cells = rows.map((row) => columns.map(([, text]) => text(row)));
  const heads = columns.map(([head]) => head);
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.map((line) => line[column]?.length ?? 0)),
  );
  const lineOf = (line: readonly string[]) =>
    `| ${line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [lineOf(heads), rule, ...cells.map(lineOf)].join('\n');
}

/** A rate with its spread, such as `187/s ±2%`. */
export const rateText = ({ median, spread }: Figure): string =>
  `${countText(median)}/s${spreadText(spread)}`;

/** A time with its spread. */
export const timeText = ({ median, spread }: Figure): string =>
  `${median.toFixed(median < 10 ? 1 : 0)} ms${spreadText(spread)}`;

export const ratioText = (ratio: number): string => ratio.toFixed(2);

export const shareText = (share: number): string => `${(share * 100).toFixed(0)}%`;

const countText = (count: number): string =>
  count < 100 ? count.toFixed(1) : Math.round(count).toLocaleString('en');

const spreadText = (spread: number): string => (spread === 0 ? '' : ` ±${shareText(spread)}`);

import { constants as priorities, setPriority } from 'node:os';
import { constants, crc32, deflateRawSync } from 'node:zlib';

/** What comes next in the files. */
export type Piece =
  /** @param at when it was asked for, in words. */
  | { readonly kind: 'begin'; readonly at: string }
  | {
      readonly kind: 'rows';
      readonly section: string;
      /** A JSON array of objects. */
      readonly rows: string;
      /** Whether these are the first rows of the section, and it the first of all. */
      readonly opens: boolean;
      readonly isFirst: boolean;
    }
  | { readonly kind: 'end' };

/** How much of a file there is, before it was deflated. */
export interface Progress {
  readonly size: number;
  readonly crc: number;
}

export interface PageTask {
  readonly piece: Piece;
  readonly json: Progress;
  readonly html: Progress;
}

/** What is added to a file: raw deflate (RFC 1951), of which the pieces are joined as they are. */
export interface Deflated extends Progress {
  readonly content: Uint8Array;
}

export interface RenderedPage {
  readonly json: Deflated;
  readonly html: Deflated;
}

// Nobody waits for it, and other requests must not wait for a core. Only Linux lowers this thread
// and not the whole process.
if (process.platform === 'linux') setPriority(priorities.priority.PRIORITY_LOW);

/** Runs in a worker thread: rows are read, written as JSON and as a page, and deflated there. */
export default function render({ piece, json, html }: PageTask): RenderedPage {
  const finishFlush = piece.kind === 'end' ? constants.Z_FINISH : constants.Z_SYNC_FLUSH;
  const added = (text: string, { size, crc }: Progress): Deflated => {
    const bytes = Buffer.from(text);
    const content = deflateRawSync(bytes, { finishFlush });
    return { content, size: size + bytes.length, crc: crc32(bytes, crc) };
  };
  return { json: added(jsonOf(piece), json), html: added(htmlOf(piece), html) };
}

/** One line a row, so that it can be read, and by programs that read lines. */
function jsonOf(piece: Piece): string {
  if (piece.kind === 'begin') return '{';
  if (piece.kind === 'end') return '\n  ]\n}\n';
  const { section, rows, opens, isFirst } = piece;
  const before = opens ? `${isFirst ? '' : '\n  ],'}\n  ${JSON.stringify(section)}: [` : ',';
  return (
    before +
    rowsOf(rows)
      .map((row) => `\n    ${JSON.stringify(row)}`)
      .join(',')
  );
}

type Row = Readonly<Record<string, unknown>>;

const rowsOf = (rows: string): Row[] => JSON.parse(rows) as Row[];

function htmlOf(piece: Piece): string {
  if (piece.kind === 'begin') return head(piece.at);
  if (piece.kind === 'end') return '</table>\n</html>\n';
  const { section, opens, isFirst } = piece;
  const rows = rowsOf(piece.rows);
  const title = `${isFirst ? '' : '</table>\n'}<h2>${escape(words(section))}</h2>\n<table>`;
  // The account is one row of many columns: it stands upright.
  if (section === 'account') return `${title}${rows.flatMap(upright).join('')}`;
  const names = opens
    ? `${title}<tr>${Object.keys(rows[0] ?? {})
        .map(heading)
        .join('')}`
    : '';
  return names + rows.map((row) => `\n<tr>${Object.values(row).map(cell).join('')}`).join('');
}

const upright = (row: Row): string[] =>
  Object.entries(row)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `\n<tr>${heading(name)}${cell(value)}`);

const heading = (name: string): string => `<th>${escape(words(name))}`;
const cell = (value: unknown): string => `<td>${contentOf(value)}`;

/** A picture of the person's own, which is told as what it is. */
const picture = /^data:image\/(?:png|jpeg|webp);base64,[\w+/]+=*$/;

function contentOf(value: unknown): string {
  if (value === null) return '';
  if (typeof value !== 'string') return escape(JSON.stringify(value));
  return picture.test(value) ? `<img alt="" src="${value}">` : escape(value);
}

const words = (name: string): string => name.replaceAll('_', ' ');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => entities[sign] ?? sign);

/** A page that needs nothing else to be read. */
const head = (at: string): string => `<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Your account</title>
<style>body{font:16px/1.5 system-ui;margin:2rem auto;padding:0 1rem}
table{border-collapse:collapse;font-size:.875rem}
th,td{border-bottom:1px solid #ccc;padding:.25rem .5rem;text-align:left;vertical-align:top;overflow-wrap:anywhere}
img{max-width:16rem}</style>
<h1>Your account</h1><p>Everything that was known about you on ${escape(at)}. The same is in account.json.</p>
`;

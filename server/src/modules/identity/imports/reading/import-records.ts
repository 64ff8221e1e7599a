import { pipeline, Readable } from 'node:stream';
import { csvType, jsonType } from '@gatehouse/contracts/media-types';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../../../kernel/error.js';
import { originalOf } from '../../../../kernel/csv-cell.js';
import { decoded, linesOf, withHeader } from './import-text.js';
import { jsonElements } from './json-elements.js';

/** One record of a file, before anything is known of its fields; null for what cannot be read. */
export interface ImportRecord {
  /** Of a JSON array: which element, from 1 on. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>> | null;
  /** Why it cannot be read. */
  readonly problem?: string;
}

/** Longest record, in bytes. */
const longestRecord = 16_384;
const names = [
  'email',
  'firstName',
  'lastName',
  'role',
  'username',
  'passwordHash',
  'emailVerified',
  'groups',
];
const nameOf = new Map(names.map((name) => [name.toLowerCase(), name]));
/** What a column of an attribute begins with; the rest is its key. */
const attributePrefix = 'attributes.';
const isAttribute = ([name]: readonly [string, string]): boolean =>
  name.startsWith(attributePrefix);

/** Reads CSV, JSON lines or a JSON array as they come, at the pace at which its records are taken. */
export function readRecords(
  type: string,
  chunks: AsyncIterable<Buffer>,
): AsyncGenerator<ImportRecord> {
  if (type === csvType) return readCsv(chunks);
  return type === jsonType ? readJsonArray(chunks) : readJsonLines(chunks);
}

/**
 * Comma, semicolon or tab between the cells, as spreadsheets of different countries write them: what
 * the first line has most of.
 * @throws AppError `validation_failed` where the text is not CSV or its first line names no columns
 */
async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRecord> {
  const { header, text } = await withHeader(decoded(chunks), longestRecord);
  const unread: ImportRecord[] = [];
  let unreadLine: unknown;
  let end: CsvError | undefined;
  const parser = parse({
    columns: columnsOf,
    delimiter: delimiterOf(header),
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: longestRecord,
    info: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      // After any other error nobody can tell where the next record begins.
      if (error?.code !== 'INVALID_OPENING_QUOTE') end ??= error;
      else if (error.lines !== unreadLine)
        unread.push({
          line: (unreadLine = Number(error.lines)),
          fields: null,
          problem: strayQuote,
        });
    },
  });
  // What goes wrong on the way comes out of the parser, where it is read.
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    for await (const { record, info } of parser) {
      yield* unread.splice(0);
      yield { line: info.lines, fields: filled(record) };
    }
  } catch (error) {
    throw error instanceof CsvError ? broken(error.message) : error;
  }
  if (end) throw broken(`Line ${String(end.lines)}: ${end.message}`);
  yield* unread;
}

const strayQuote =
  'has a quotation mark within a cell; the cell must stand in such marks, and it twice';

function delimiterOf(header: string): string {
  const countOf = (sign: string) => header.split(sign).length;
  return [',', ';', '\t'].reduce((most, sign) => (countOf(sign) > countOf(most) ? sign : most));
}

/** `First Name`, `first_name` and `firstName` are one column; unknown ones are left out. */
function columnsOf(header: readonly string[]): (string | false)[] {
  const columns = header.map((cell) =>
    cell.startsWith(attributePrefix)
      ? cell
      : nameOf.get(cell.toLowerCase().replaceAll(/[\s_-]/g, '')),
  );
  const missing = ['email', 'firstName', 'lastName'].filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw broken(`The first line must name the columns; missing: ${missing.join(', ')}.`);
  return columns.map((name) => name ?? false);
}

const broken = (detail: string): AppError => new AppError('validation_failed', { detail });

/** Empty cells are no values; the quote that an export puts before a formula is taken away. */
function filled(record: Readonly<Record<string, string>>): Record<string, unknown> {
  const cells = Object.entries(record)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => [name, originalOf(value)] as const);
  const attributes = cells
    .filter(isAttribute)
    .map(([name, value]) => [name.slice(attributePrefix.length), value]);
  const fields = Object.fromEntries(cells.filter((cell) => !isAttribute(cell)));
  return { ...fields, attributes: Object.fromEntries(attributes) };
}

async function* readJsonLines(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRecord> {
  let line = 0;
  for await (const text of linesOf(decoded(chunks), longestRecord)) {
    line += 1;
    if (text === null) yield { line, fields: null, problem: 'is too long' };
    else if (text.trim() !== '') yield { line, fields: objectOf(text) };
  }
}

async function* readJsonArray(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRecord> {
  let line = 0;
  for await (const text of jsonElements(decoded(chunks), longestRecord)) {
    line += 1;
    yield { line, fields: objectOf(text) };
  }
}

function objectOf(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

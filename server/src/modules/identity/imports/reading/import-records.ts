import { pipeline, Readable } from 'node:stream';
import { csvType, jsonType } from '@gatehouse/contracts/media-types';
import { CsvError, parse } from 'csv-parse';
import { AppError } from '../../../../kernel/error.js';
import { originalOf } from '../../../../kernel/csv-cell.js';
import { jsonElements } from './json-elements.js';

/** One record of a file, before anything is known of its fields; null for what cannot be read. */
export interface ImportRecord {
  /** Of a JSON array: which element, from 1 on. */
  readonly line: number;
  readonly fields: Readonly<Record<string, unknown>> | null;
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

/** @throws AppError `validation_failed` where the text is not CSV or its first line names no columns. */
async function* readCsv(chunks: AsyncIterable<Buffer>): AsyncGenerator<ImportRecord> {
  const parser = parse({
    columns: columnsOf,
    bom: true,
    trim: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: longestRecord,
    info: true,
  });
  // What goes wrong on the way comes out of the parser, where it is read.
  pipeline(Readable.from(chunks), parser, () => undefined);
  try {
    for await (const { record, info } of parser) yield { line: info.lines, fields: filled(record) };
  } catch (error) {
    throw error instanceof CsvError ? broken(error.message) : error;
  }
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
  for await (const text of linesOf(chunks)) {
    line += 1;
    if (text.trim() !== '') yield { line, fields: objectOf(text) };
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

/** @throws AppError `validation_failed` at a line without end. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = '';
  for await (const text of decoded(chunks)) {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > longestRecord) throw broken('A line is too long.');
    yield* lines;
  }
  yield rest;
}

/** UTF-8 as text. */
async function* decoded(chunks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}

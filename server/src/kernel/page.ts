import { AppError } from './error.js';

/** One page of a list. */
export interface Page<T> {
  readonly data: T[];
  readonly page: { readonly nextCursor: string | null; readonly hasMore: boolean };
}

/** Encodes the sort key of a row, such as its id, as an opaque cursor. */
const encodeCursor = (key: string): string => Buffer.from(key).toString('base64url');

/**
 * Decodes a cursor made by `encodeCursor`.
 * @throws AppError `validation_failed` when it does not have the expected form.
 */
export function decodeCursor(cursor: string, form: RegExp): string {
  const key = Buffer.from(cursor, 'base64url').toString();
  if (form.test(key)) return key;
  throw new AppError('validation_failed', {
    detail: 'The cursor is not valid; leave it out to begin with the first page.',
    fields: [{ pointer: '/query/cursor', message: 'is not a cursor of this list' }],
  });
}

/** Form of a cursor that holds a UUID. */
export const idCursor = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * Makes a page of rows that were read with `limit + 1`.
 * @param keyOf sort key of a row, for the cursor.
 */
export function toPage<Row, Item>(
  rows: readonly Row[],
  limit: number,
  keyOf: (row: Row) => string,
  toItem: (row: Row) => Item,
): Page<Item> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const hasMore = rows.length > limit;
  return {
    data: shown.map(toItem),
    page: { nextCursor: hasMore && last ? encodeCursor(keyOf(last)) : null, hasMore },
  };
}

import type { NodePgDatabase } from 'drizzle-orm/node-postgres';
import { and, sql, type SQL } from 'drizzle-orm';
import type { AnyPgColumn, PgTable, PgUpdateSetSource } from 'drizzle-orm/pg-core';
import type { Queryable } from './database.js';

/**
 * Uses up a one-time thing: of any number of callers at once exactly one gets the row, the others
 * null. `unused` must name the state that the change ends.
 */
export async function consumeOne<T extends PgTable>(
  tx: Queryable,
  table: T,
  unused: SQL | undefined,
  change: PgUpdateSetSource<T>,
): Promise<T['$inferSelect'] | null> {
  const rows = (await tx
    .update(table)
    .set(change)
    .where(unused)
    .returning()) as T['$inferSelect'][];
  if (rows.length > 1) throw new Error('consumeOne: the condition must name one row');
  return rows[0] ?? null;
}

/** Whether a row is the one that somebody read (`If-Match`), who was told its time in milliseconds; no condition without. */
export const unchanged = (updatedAt: AnyPgColumn, since: Date | undefined): SQL | undefined =>
  since && sql`date_trunc('milliseconds', ${updatedAt}) = ${since.toISOString()}::timestamptz`;

/**
 * Counts one up while the count is below `limit`: the row after counting, or null when the limit
 * was reached already. Callers at once never count past it.
 */
export async function incrementOne<T extends PgTable>(
  tx: Queryable,
  table: T,
  column: AnyPgColumn,
  where: SQL | undefined,
  limit: number,
): Promise<T['$inferSelect'] | null> {
  const property = Object.entries(table).find(([, value]) => value === column)?.[0];
  if (property === undefined) throw new Error('incrementOne: the column is not of this table');
  const change = { [property]: sql`${column} + 1` } as PgUpdateSetSource<T>;
  return consumeOne(tx, table, and(where, sql`${column} < ${limit}`), change);
}

/**
 * Deletes the rows of a state, some at a time, so that no statement holds many locks for long;
 * rows that somebody else has locked are left for the next time.
 * @returns how many it were.
 */
export async function removeAll(
  queryable: Queryable,
  table: PgTable,
  where: SQL | undefined,
  atOnce = 1_000,
): Promise<number> {
  for (let removed = 0; ;) {
    const some = sql`ctid = ANY (ARRAY(
      SELECT ctid FROM ${table} WHERE ${where} LIMIT ${atOnce} FOR UPDATE SKIP LOCKED))`;
    const { rowCount } = await (queryable as NodePgDatabase).delete(table).where(some);
    removed += rowCount ?? 0;
    if ((rowCount ?? 0) < atOnce) return removed;
  }
}

/** Claims a unique key: the new row for the first caller, null for all others. */
export async function reserve<T extends PgTable>(
  tx: Queryable,
  table: T,
  row: T['$inferInsert'],
): Promise<T['$inferSelect'] | null> {
  const rows = (await tx
    .insert(table)
    .values(row)
    .onConflictDoNothing()
    .returning()) as T['$inferSelect'][];
  return rows[0] ?? null;
}

/** The pattern of ILIKE for what has a text in it, whose own `%`, `_` and `\` mean themselves. */
export const containing = (text: string): string => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;

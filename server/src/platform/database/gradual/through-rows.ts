import { and, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Transaction } from '../database.js';

/**
 * Does a little of some work, going on from a position: null at the beginning.
 * @returns the position to go on from; null when all is done.
 */
export type Step<S> = (
  tx: Transaction,
  subject: S,
  position: string | null,
) => Promise<string | null>;

/** Rows that are looked at in one transaction, which holds a core for a few milliseconds. */
const rowsAtOnce = 100;

interface Passage<S> {
  readonly table: PgTable;
  /** An index leads with it, or has it right after what `among` asks for; rows that are added come last. */
  readonly key: PgColumn;
  /** Only among these rows, which an index finds; left out: among all. */
  readonly among?: (subject: S) => SQL | undefined;
  /** @param rows condition that is true of the rows whose turn it is. */
  readonly change: (tx: Transaction, subject: S, rows: SQL) => Promise<unknown>;
}

/** Goes through the rows of a table, some at a time, in the order of their keys. */
export function throughRows<S>({ table, key, among, change }: Passage<S>): Step<S> {
  return async (tx, subject, position) => {
    const further = and(
      among?.(subject),
      position === null ? undefined : sql`${key} > ${position}`,
    );
    const { rows } = await tx.execute<{ key: string }>(sql`
      SELECT ${key}::text AS key FROM ${table} WHERE ${further ?? sql`true`}
       ORDER BY ${key} LIMIT ${rowsAtOnce}`);
    const last = rows.at(-1)?.key;
    if (last === undefined) return null;
    await change(tx, subject, sql`(${and(further, sql`${key} <= ${last}`)})`);
    return rows.length < rowsAtOnce ? null : last;
  };
}

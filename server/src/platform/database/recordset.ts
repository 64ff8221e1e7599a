import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';

interface Recordset {
  /** Names of a table's columns, to insert into and to select. */
  readonly columns: SQL;
  /** Rows that have these columns, to select from. */
  readonly records: SQL;
}

/**
 * Rows of a table as one value, for `INSERT INTO ... (columns) SELECT columns FROM records`: a
 * statement with a parameter for each field takes Drizzle longer than PostgreSQL. Not for columns of
 * bytes, which JSON does not have.
 */
export function recordsetOf<T extends PgTable>(
  table: T,
  rows: readonly T['$inferSelect'][],
): Recordset {
  const columns = Object.entries(getTableColumns(table));
  const named = rows.map((row) =>
    Object.fromEntries(columns.map(([property, { name }]) => [name, row[property]])),
  );
  return {
    columns: sql.raw(columns.map(([, { name }]) => `"${name}"`).join(', ')),
    records: sql`jsonb_populate_recordset(NULL::${table}, ${JSON.stringify(named)}::jsonb)`,
  };
}

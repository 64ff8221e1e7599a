import { Injectable } from '@nestjs/common';
import { and, eq, gt, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { type AccountExportRow, accountExports } from './account-exports.table.js';

/** Rows of a table, as column and value. */
export type Rows = readonly Readonly<Record<string, unknown>>[];

/** Tables that know a person only in passing. */
const passing = ['refresh_tokens', 'one_time_tokens', 'sign_in_challenges', 'account_exports'];
/** Columns that prove something, and so are nobody's to read. */
const secret = '(hash|secret|token|verifier|nonce|device_key|last_step|user_id)';
/** Rows of one table at most. */
const mostRows = 10_000;

@Injectable()
export class AccountExportsRepository {
  async insert(tx: Transaction, row: AccountExportRow): Promise<void> {
    await tx.delete(accountExports).where(eq(accountExports.userId, row.userId));
    await tx.insert(accountExports).values(row);
  }

  async find(tx: Queryable, tokenHash: Buffer, now: Date): Promise<AccountExportRow | null> {
    const one = and(eq(accountExports.tokenHash, tokenHash), gt(accountExports.expiresAt, now));
    const [row] = await tx.select().from(accountExports).where(one);
    return row ?? null;
  }

  async purge(tx: Queryable, now: Date): Promise<void> {
    await removeAll(tx, accountExports, lte(accountExports.expiresAt, now));
  }

  /**
   * Everything that identity keeps of a person, by table, without secrets, and which tables are cut: whatever has a column
   * `user_id`, so that a table of tomorrow is not forgotten.
   */
  async gather(tx: Queryable, userId: string): Promise<Record<string, Rows>> {
    const { rows: tables } = await tx.execute<{ table: string }>(sql`
      SELECT table_name AS table FROM information_schema.columns
        JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'identity' AND table_type = 'BASE TABLE' AND column_name = 'user_id'
         AND table_name <> ALL (${sql.param(passing)}) ORDER BY table_name`);
    const found: Record<string, Rows> = { account: await this.read(tx, 'users', 'id', userId) };
    const cut: { section: string; note: string }[] = [];
    for (const { table } of tables) {
      const rows = await this.read(tx, table, 'user_id', userId);
      if (rows.length > 0) found[table] = rows.slice(0, mostRows);
      if (rows.length > mostRows)
        cut.push({
          section: table,
          note: `There are more than these ${mostRows}. Ask for the others.`,
        });
    }
    return cut.length === 0 ? found : { ...found, incomplete: cut };
  }

  private async read(tx: Queryable, table: string, key: string, userId: string): Promise<Rows> {
    const { rows } = await tx.execute<{ row: Record<string, unknown> }>(sql`
      SELECT (SELECT jsonb_object_agg(key, value) FROM jsonb_each(to_jsonb(t))
               WHERE key !~ ${secret} AND value::text !~ '^"\\\\x') AS row
        FROM identity.${sql.identifier(table)} t WHERE ${sql.identifier(key)} = ${userId}
       LIMIT ${mostRows + 1}`);
    return rows.map(({ row }) => row);
  }
}

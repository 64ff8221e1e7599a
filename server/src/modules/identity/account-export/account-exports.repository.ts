import { Injectable } from '@nestjs/common';
import { and, asc, eq, gt, gte, isNotNull, isNull, lt, lte, ne, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import {
  type AccountExportPart,
  accountExportParts,
  type AccountExportRow,
  accountExports,
} from './account-exports.table.js';

/** An export, and which attempt at it is one's own. */
export type ClaimedExport = Pick<AccountExportRow, 'id' | 'userId' | 'requestedBy' | 'attempt'>;

/** Nobody else has begun it anew, and it is not made yet. */
const isOwn = ({ id, attempt }: ClaimedExport) =>
  and(
    eq(accountExports.id, id),
    eq(accountExports.attempt, attempt),
    isNull(accountExports.madeAt),
  );

@Injectable()
export class AccountExportsRepository {
  /** Notes a request; whoever has an open one about a person keeps that. @returns the id of the open one */
  async request(
    tx: Transaction,
    row: Pick<AccountExportRow, 'id' | 'userId' | 'requestedBy' | 'requestedAt'>,
  ): Promise<string> {
    const [open] = await tx
      .insert(accountExports)
      .values(row)
      .onConflictDoUpdate({
        target: [accountExports.userId, accountExports.requestedBy],
        targetWhere: isNull(accountExports.madeAt),
        set: { userId: row.userId },
      })
      .returning({ id: accountExports.id });
    return open?.id ?? row.id;
  }

  /**
   * Takes an export that nobody has worked on since `before`, from its beginning: of any number of
   * callers one gets it, and whoever had it before has lost it.
   */
  async claim(
    tx: Transaction,
    id: string,
    now: Date,
    before: Date,
  ): Promise<AccountExportRow | null> {
    const { workedOnAt, madeAt, attempt } = accountExports;
    const isFree = or(isNull(workedOnAt), lt(workedOnAt, before));
    const one = and(eq(accountExports.id, id), isNull(madeAt), isFree);
    const taken = { workedOnAt: now, attempt: sql`${attempt} + 1` };
    const claimed = await consumeOne(tx, accountExports, one, taken);
    if (claimed) await tx.delete(accountExportParts).where(eq(accountExportParts.exportId, id));
    return claimed;
  }

  /**
   * Adds parts and says that work goes on, in one statement, as there are very many.
   * @returns false when somebody else has begun anew since.
   */
  async keep(
    tx: Queryable,
    { id, attempt }: ClaimedExport,
    parts: readonly AccountExportPart[],
    now: Date,
  ): Promise<boolean> {
    const rows = parts.map(
      ({ file, position, content }) => sql`(${file}, ${position}::integer, ${content}::bytea)`,
    );
    const { rowCount } = await tx.execute(sql`
      WITH own AS (
        UPDATE identity.account_exports SET worked_on_at = ${now.toISOString()}::timestamptz
         WHERE id = ${id} AND attempt = ${attempt} AND made_at IS NULL RETURNING id)
      INSERT INTO identity.account_export_parts (export_id, file, position, content)
      SELECT own.id, part.* FROM own, (VALUES ${sql.join(rows, sql`, `)}) AS part`);
    return rowCount === parts.length;
  }

  /** Gives an export back that could not be made; the next may begin at once. */
  async release(tx: Queryable, claimed: ClaimedExport): Promise<void> {
    await consumeOne(tx, accountExports, isOwn(claimed), { workedOnAt: null });
  }

  /**
   * Ends the making; a newer file takes the place of older ones.
   * @returns false when somebody else has begun anew since.
   */
  async finish(
    tx: Transaction,
    claimed: ClaimedExport,
    made: Pick<AccountExportRow, 'tokenHash' | 'files' | 'madeAt' | 'expiresAt'>,
  ): Promise<boolean> {
    if (!(await consumeOne(tx, accountExports, isOwn(claimed), made))) return false;
    const { id, userId, requestedBy, madeAt } = accountExports;
    const older = and(
      eq(userId, claimed.userId),
      eq(requestedBy, claimed.requestedBy),
      ne(id, claimed.id),
      isNotNull(madeAt),
    );
    await tx.delete(accountExports).where(older);
    return true;
  }

  async remove(tx: Queryable, id: string): Promise<void> {
    await tx.delete(accountExports).where(eq(accountExports.id, id));
  }

  /** Removes what a person was sent, and what is being made for them. */
  async removeAll(tx: Queryable, userId: string): Promise<void> {
    await tx.delete(accountExports).where(eq(accountExports.userId, userId));
  }

  /** The export behind a link, as long as it is good. */
  async find(tx: Queryable, tokenHash: Buffer, now: Date): Promise<AccountExportRow | null> {
    const one = and(eq(accountExports.tokenHash, tokenHash), gt(accountExports.expiresAt, now));
    const [row] = await tx.select().from(accountExports).where(one);
    return row ?? null;
  }

  /** Parts of a file in their order, from a position on. */
  async listParts(
    tx: Queryable,
    { id, name }: { id: string; name: string },
    from: number,
    limit: number,
  ): Promise<AccountExportPart[]> {
    const { exportId, file, position } = accountExportParts;
    return tx
      .select()
      .from(accountExportParts)
      .where(and(eq(exportId, id), eq(file, name), gte(position, from)))
      .orderBy(asc(position))
      .limit(limit);
  }

  /** Exports that were asked for, and that nobody has worked on since `before`. */
  async listForgotten(tx: Queryable, before: Date): Promise<string[]> {
    const { id, madeAt, workedOnAt, requestedAt } = accountExports;
    const rows = await tx
      .select({ id })
      .from(accountExports)
      .where(and(isNull(madeAt), lt(sql`coalesce(${workedOnAt}, ${requestedAt})`, before)));
    return rows.map((row) => row.id);
  }

  /** Removes exports whose link has ended, and those that nobody could make since `before`. */
  async purge(tx: Queryable, now: Date, before: Date): Promise<void> {
    const { expiresAt, requestedAt, madeAt } = accountExports;
    const given = and(isNull(madeAt), lt(requestedAt, before));
    await removeAll(tx, accountExports, or(lte(expiresAt, now), given), 1);
  }
}

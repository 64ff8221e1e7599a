import { Injectable } from '@nestjs/common';
import { and, desc, eq, getTableColumns, inArray, lt, ne, sql } from 'drizzle-orm';
import type { AnyPgColumn } from 'drizzle-orm/pg-core';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { imports, type ImportsRow } from './imports.table.js';

/** An import with the names of whoever began it, and had it go on. */
export interface NamedImport extends ImportsRow {
  readonly importer: string | null;
  readonly retrier: string | null;
}

@Injectable()
export class ImportsRepository {
  async insert(tx: Queryable, row: ImportsRow): Promise<void> {
    await tx.insert(imports).values(row);
  }

  async update(tx: Queryable, id: string, change: Partial<ImportsRow>): Promise<void> {
    await tx.update(imports).set(change).where(eq(imports.id, id));
  }

  /** An import of an organization. */
  async find(tx: Queryable, id: string, organizationId: string): Promise<NamedImport | null> {
    const [row] = await tx
      .select(named)
      .from(imports)
      .where(and(eq(imports.id, id), eq(imports.organizationId, organizationId)));
    return row ?? null;
  }

  /** Imports of an organization, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    organizationId: string,
    limit: number,
    beforeId?: string,
  ): Promise<NamedImport[]> {
    const before = beforeId === undefined ? undefined : lt(imports.id, beforeId);
    return tx
      .select(named)
      .from(imports)
      .where(and(eq(imports.organizationId, organizationId), before))
      .orderBy(desc(imports.id))
      .limit(limit + 1);
  }

  /** Lets an import that was received begin; false where it was cancelled meanwhile. */
  async begin(tx: Queryable, id: string, change: Partial<ImportsRow>): Promise<boolean> {
    const received = and(eq(imports.id, id), eq(imports.state, 'receiving'));
    return (await consumeOne(tx, imports, received, { ...change, state: 'running' })) !== null;
  }

  /**
   * Counts a failure of an import that runs, and gives it up after `mostFailures` in a row; the reason
   * is for whoever reads the report.
   */
  async fail(
    tx: Queryable,
    id: string,
    { failure, now, mostFailures }: { failure: string; now: Date; mostFailures: number },
  ): Promise<void> {
    const isOver = sql`${imports.failures} + 1 >= ${mostFailures}`;
    await tx
      .update(imports)
      .set({
        failures: sql`${imports.failures} + 1`,
        state: sql`CASE WHEN ${isOver} THEN 'failed' ELSE ${imports.state} END`,
        failure: sql`CASE WHEN ${isOver} THEN ${failure} END`,
        finishedAt: sql`CASE WHEN ${isOver} THEN ${now.toISOString()}::timestamptz END`,
        updatedAt: now,
      })
      .where(and(eq(imports.id, id), eq(imports.state, 'running')));
  }

  /** Lets an import go on that was given up; false where it was not. */
  async retry(tx: Transaction, id: string, retry: Retry): Promise<boolean> {
    const failed = and(eq(imports.id, id), eq(imports.state, 'failed'));
    const going = { state: 'running', failures: 0, failure: null, finishedAt: null } as const;
    return (await consumeOne(tx, imports, failed, { ...going, ...retry })) !== null;
  }

  /** Stops an import between two of its transactions; false where it has ended. */
  async cancel(tx: Transaction, id: string, now: Date): Promise<boolean> {
    const going = and(
      eq(imports.id, id),
      inArray(imports.state, ['receiving', 'running', 'failed']),
    );
    const change = {
      state: 'cancelled',
      failure: null,
      updatedAt: now,
      finishedAt: now,
    } as const;
    return (await consumeOne(tx, imports, going, change)) !== null;
  }

  /** Removes an import whose file did not come whole, unless it was cancelled. */
  async remove(tx: Queryable, id: string): Promise<void> {
    await tx.delete(imports).where(and(eq(imports.id, id), ne(imports.state, 'cancelled')));
  }

  /** Locks an import that runs, so that of runners at once one goes on. */
  async claim(tx: Transaction, id: string): Promise<ImportsRow | null> {
    const [row] = await tx
      .select()
      .from(imports)
      .where(and(eq(imports.id, id), eq(imports.state, 'running')))
      .for('update');
    return row ?? null;
  }

  /** Imports that nobody has worked on since `before`. */
  async listForgotten(tx: Queryable, before: Date): Promise<string[]> {
    const rows = await tx
      .select({ id: imports.id })
      .from(imports)
      .where(and(eq(imports.state, 'running'), lt(imports.updatedAt, before)));
    return rows.map(({ id }) => id);
  }

  /** Removes imports, with their lines, that began before a moment. */
  async purge(tx: Queryable, before: Date): Promise<number> {
    return removeAll(tx, imports, lt(imports.createdAt, before), 1);
  }

  /** Removes those whose upload a server that died did not end. */
  async purgeReceiving(tx: Queryable, before: Date): Promise<void> {
    const lost = and(eq(imports.state, 'receiving'), lt(imports.createdAt, before));
    await removeAll(tx, imports, lost, 1);
  }
}

/** Who has an import go on, and what they may do. */
type Retry = Pick<ImportsRow, 'retriedBy' | 'rank' | 'mayAssign' | 'held' | 'updatedAt'>;

const nameOf = (userId: AnyPgColumn) =>
  sql<string | null>`(SELECT u.first_name || ' ' || u.last_name FROM identity.users u
    WHERE u.id = ${userId} AND u.deleted_at IS NULL)`;

const named = {
  ...getTableColumns(imports),
  importer: nameOf(imports.createdBy),
  retrier: nameOf(imports.retriedBy),
};

import { setTimeout as sleep } from 'node:timers/promises';
import { drizzle, type NodePgDatabase, type NodePgQueryResultHKT } from 'drizzle-orm/node-postgres';
import type { PgDatabase } from 'drizzle-orm/pg-core';
import type { Pool, QueryResultRow } from 'pg';
import { jitter } from '../../kernel/clock.js';
import { databaseCode } from './error-code.js';

/** Where a repository's statements go: a transaction, or a connection of its own for single reads. */
export type Queryable = PgDatabase<NodePgQueryResultHKT>;
/** An open transaction. What demands one cannot be called outside of it. */
export type Transaction = Parameters<Parameters<NodePgDatabase['transaction']>[0]>[0];

/** The database of this process: transactions, single reads, and named statements for hot paths. */
export class Database {
  /** For single statements, each its own transaction. */
  readonly connection: NodePgDatabase;

  constructor(readonly pool: Pool) {
    this.connection = drizzle(pool);
  }

  /**
   * Runs `work` in one transaction, rolled back when it throws. A write that must survive the
   * error it leads to (a counted failure, a revocation) is therefore returned as an outcome, and
   * the error thrown after the commit. Where PostgreSQL gives it up for another one, `work` runs
   * again: what it does outside of the transaction may be done twice.
   */
  async transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return untilNotGivenUp(() => this.connection.transaction(work));
  }

  /**
   * Runs one statement of a hot path as its own transaction; PostgreSQL parses and plans it once
   * a connection.
   * @param name unique name of the statement text.
   */
  async statement<Row extends QueryResultRow>(
    name: string,
    text: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const result = await untilNotGivenUp(() =>
      this.pool.query<Row>({ name, text, values: [...values] }),
    );
    return result.rows;
  }
}

/** How often something is tried, and how long the pauses between are at most. */
const mostTries = 3;
const longestPause = 100;

/** Deadlock, and serialization failure: a transaction had to make way for another one. */
const givenUp: ReadonlySet<string | undefined> = new Set(['40P01', '40001']);

async function untilNotGivenUp<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; tries < mostTries; tries++)
    try {
      return await work();
    } catch (error) {
      if (!givenUp.has(databaseCode(error))) throw error;
      // Of two that met, one goes on first.
      await sleep(jitter(longestPause));
    }
  return work();
}

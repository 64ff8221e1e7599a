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
  /** Told of each try that PostgreSQL gave up for another transaction: tried again or not, two were in each other's way. */
  onGivenUp: (reason: GivenUp) => void = () => {};

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
    return this.#untilNotGivenUp(() => this.connection.transaction(work));
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
    const result = await this.#untilNotGivenUp(() =>
      this.pool.query<Row>({ name, text, values: [...values] }),
    );
    return result.rows;
  }

  async #untilNotGivenUp<T>(work: () => Promise<T>): Promise<T> {
    for (let tries = 1; ; tries++)
      try {
        return await work();
      } catch (error) {
        const reason = givenUp.get(databaseCode(error));
        if (reason) this.onGivenUp(reason);
        if (!reason || tries === mostTries) throw error;
        // Of two that met, one goes on first.
        await sleep(jitter(longestPause));
      }
  }
}

/** How often something is tried, and how long the pauses between are at most. */
const mostTries = 3;
const longestPause = 100;

/** Why a transaction had to make way for another one. */
export type GivenUp = 'deadlock' | 'serialization';
const givenUp: ReadonlyMap<string | undefined, GivenUp> = new Map([
  ['40P01', 'deadlock'],
  ['40001', 'serialization'],
]);

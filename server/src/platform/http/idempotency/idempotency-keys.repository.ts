import { Injectable } from '@nestjs/common';
import { and, eq, isNull, lt } from 'drizzle-orm';
import { Database } from '../../database/database.js';
import { consumeOne, removeAll, reserve } from '../../database/primitives.js';
import { type IdempotencyKeyRow, idempotencyKeys } from './idempotency-keys.table.js';

type Name = Pick<IdempotencyKeyRow, 'owner' | 'key'>;

@Injectable()
export class IdempotencyKeysRepository {
  constructor(private readonly database: Database) {}

  /** Claims a key; false when somebody has it. */
  async reserve(row: Omit<IdempotencyKeyRow, 'answer'>): Promise<boolean> {
    return (await reserve(this.database.connection, idempotencyKeys, row)) !== null;
  }

  /** Takes a key over from a request that never ended; false when it is not one of those. */
  async takeOver(row: Omit<IdempotencyKeyRow, 'answer'>, before: Date): Promise<boolean> {
    const abandoned = and(
      named(row),
      isNull(idempotencyKeys.answer),
      lt(idempotencyKeys.createdAt, before),
    );
    const { connection } = this.database;
    return (await consumeOne(connection, idempotencyKeys, abandoned, row)) !== null;
  }

  async find(name: Name): Promise<IdempotencyKeyRow | null> {
    const rows = await this.database.connection.select().from(idempotencyKeys).where(named(name));
    return rows[0] ?? null;
  }

  /** Keeps the answer of the request that claimed the key at that moment. */
  async finish(name: Name, createdAt: Date, answer: Buffer): Promise<void> {
    await this.database.connection
      .update(idempotencyKeys)
      .set({ answer })
      .where(and(named(name), eq(idempotencyKeys.createdAt, createdAt)));
  }

  async remove(name: Name, createdAt: Date): Promise<void> {
    await this.database.connection
      .delete(idempotencyKeys)
      .where(and(named(name), eq(idempotencyKeys.createdAt, createdAt)));
  }

  /** Forgets keys that were claimed before a moment. */
  async purge(before: Date): Promise<void> {
    const old = lt(idempotencyKeys.createdAt, before);
    await removeAll(this.database.connection, idempotencyKeys, old);
  }
}

const named = ({ owner, key }: Name) =>
  and(eq(idempotencyKeys.owner, owner), eq(idempotencyKeys.key, key));

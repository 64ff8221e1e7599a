import { Injectable } from '@nestjs/common';
import { and, asc, desc, eq, gt, gte, isNull, lt, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, unchanged } from '../../../platform/database/primitives.js';
import { users } from '../users/users.table.js';
import { type ApiKeyRow, apiKeys, apiKeyUsage } from './api-keys.table.js';

/** Calls of a day. */
export interface KeyDay {
  readonly day: string;
  readonly calls: number;
}

const own = (userId: string, id: string) =>
  and(eq(apiKeys.id, id), eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt));

@Injectable()
export class ApiKeysRepository {
  async insert(tx: Transaction, key: ApiKeyRow): Promise<void> {
    await tx.insert(apiKeys).values(key);
  }

  /** Makes what else is done to the keys of a person wait for this transaction. */
  async lockOwner(tx: Transaction, userId: string): Promise<void> {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
  }

  /** Keys of somebody that were not ended, wherever they act. One that has expired may be given another end. */
  async count(tx: Transaction, userId: string): Promise<number> {
    return tx.$count(apiKeys, and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt)));
  }

  /** Keys of a person that were not ended, all or those of an organization, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    userId: string,
    limit: number,
    beforeId?: string,
    organizationId?: string,
  ): Promise<ApiKeyRow[]> {
    const there =
      organizationId === undefined ? undefined : eq(apiKeys.organizationId, organizationId);
    const before = beforeId === undefined ? undefined : lt(apiKeys.id, beforeId);
    return tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt), there, before))
      .orderBy(desc(apiKeys.id))
      .limit(limit + 1);
  }

  /** A key that was not ended; null when the person has no such. */
  async find(tx: Queryable, userId: string, id: string): Promise<ApiKeyRow | null> {
    const [row] = await tx.select().from(apiKeys).where(own(userId, id));
    return row ?? null;
  }

  /** Gives a key a new secret and keeps the present one until a moment; null when there is none. */
  async rotate(
    tx: Transaction,
    userId: string,
    id: string,
    change: Pick<ApiKeyRow, 'secretHash' | 'hint' | 'previousUntil' | 'rotatedAt' | 'issuedBy'>,
  ): Promise<ApiKeyRow | null> {
    const previousHash = sql`${apiKeys.secretHash}`;
    return consumeOne(tx, apiKeys, own(userId, id), { ...change, previousHash });
  }

  /**
   * Ends the keys that were made, or given another secret, since a moment: a person's own, and those
   * that they got for service accounts. @returns them.
   */
  async revokeSince(tx: Transaction, userId: string, since: Date, now: Date): Promise<ApiKeyRow[]> {
    return tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(
        and(
          or(eq(apiKeys.userId, userId), eq(apiKeys.issuedBy, userId)),
          isNull(apiKeys.revokedAt),
          or(gte(apiKeys.createdAt, since), gte(apiKeys.rotatedAt, since)),
        ),
      )
      .returning();
  }

  /** Changes a key; null when there is none, or it was changed by somebody else since `unchangedSince`. */
  async update(
    tx: Transaction,
    userId: string,
    id: string,
    change: Partial<ApiKeyRow>,
    unchangedSince?: Date,
  ): Promise<ApiKeyRow | null> {
    return consumeOne(
      tx,
      apiKeys,
      and(own(userId, id), unchanged(apiKeys.updatedAt, unchangedSince)),
      change,
    );
  }

  async revoke(tx: Transaction, userId: string, id: string, now: Date): Promise<ApiKeyRow | null> {
    return consumeOne(tx, apiKeys, own(userId, id), { revokedAt: now });
  }

  /** How often a key was used since a day, by day. @param since such as `2026-01-31`. */
  async listUsage(tx: Queryable, id: string, since: string): Promise<KeyDay[]> {
    const { day, calls } = apiKeyUsage;
    return tx
      .select({ day, calls })
      .from(apiKeyUsage)
      .where(and(eq(apiKeyUsage.apiKeyId, id), gte(day, since)))
      .orderBy(asc(day));
  }

  /** The key that has this secret now, or still has it; null when it was ended. */
  async findBySecret(tx: Queryable, secretHash: Buffer, now: Date): Promise<ApiKeyRow | null> {
    const overlapping = and(eq(apiKeys.previousHash, secretHash), gt(apiKeys.previousUntil, now));
    const [row] = await tx
      .select()
      .from(apiKeys)
      .where(and(or(eq(apiKeys.secretHash, secretHash), overlapping), isNull(apiKeys.revokedAt)));
    return row ?? null;
  }

  /** Ends all keys of a person in an organization. */
  async revokeAll(
    tx: Transaction,
    userId: string,
    organizationId: string,
    now: Date,
  ): Promise<void> {
    const all = and(
      eq(apiKeys.userId, userId),
      eq(apiKeys.organizationId, organizationId),
      isNull(apiKeys.revokedAt),
    );
    await tx.update(apiKeys).set({ revokedAt: now }).where(all);
  }
}

import { Injectable } from '@nestjs/common';
import type { Entitlement } from '@gatehouse/contracts/permissions';
import { and, desc, eq, gte, isNull, lt, sql } from 'drizzle-orm';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { entitlementColumns } from '../roles/entitlement.js';
import { type ApiKeyRow, apiKeys } from './api-keys.table.js';

/** A key as authentication needs it, with what its owner may do now. */
export interface LiveApiKey extends Entitlement {
  readonly hash: Buffer;
  readonly id: string;
  readonly userId: string;
  readonly organizationId: string;
  readonly scopes: string[];
  readonly allowedAddresses: string[];
  readonly expiresAt: Date | null;
  /** Of an account without a person, which can have no second factor. */
  readonly isServiceAccount: boolean;
  readonly secondFactor: boolean;
}

const liveText = `
  SELECT asked.hash, k.id, k.user_id AS "userId", k.organization_id AS "organizationId", k.scopes,
    k.allowed_addresses AS "allowedAddresses", k.expires_at AS "expiresAt", ${entitlementColumns},
    u.is_service_account AS "isServiceAccount",
    EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = u.id) AS "secondFactor"
  FROM unnest($1::bytea[]) AS asked (hash)
  JOIN LATERAL (
    SELECT * FROM identity.api_keys WHERE secret_hash = asked.hash
    UNION ALL
    SELECT * FROM identity.api_keys WHERE previous_hash = asked.hash AND previous_until > $2) k ON true
  JOIN identity.users u ON u.id = k.user_id AND u.is_active AND u.deleted_at IS NULL
  JOIN identity.members m ON m.user_id = k.user_id AND m.organization_id = k.organization_id
  WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)`;

const usedText = `
  UPDATE identity.api_keys SET last_used_at = $2
  WHERE id = ANY ($1::uuid[]) AND (last_used_at IS NULL OR last_used_at < $2)`;

const own = (userId: string, id: string) =>
  and(eq(apiKeys.id, id), eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt));

@Injectable()
export class ApiKeysRepository {
  constructor(private readonly database: Database) {}

  /** Of these hashes, the keys that are good now. */
  async listLive(hashes: readonly Buffer[], now: Date): Promise<LiveApiKey[]> {
    return this.database.statement<LiveApiKey & Record<string, unknown>>(
      'api_keys_live',
      liveText,
      [hashes, now],
    );
  }

  /** Notes when keys were last used. */
  async markUsed(ids: readonly string[], at: Date): Promise<void> {
    await this.database.statement('api_keys_used', usedText, [ids, at]);
  }

  async insert(tx: Transaction, key: ApiKeyRow): Promise<void> {
    await tx.insert(apiKeys).values(key);
  }

  /** Keys of a person that were not ended, latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    userId: string,
    limit: number,
    beforeId?: string,
  ): Promise<ApiKeyRow[]> {
    const before = beforeId === undefined ? undefined : lt(apiKeys.id, beforeId);
    return tx
      .select()
      .from(apiKeys)
      .where(and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt), before))
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
    change: Pick<ApiKeyRow, 'secretHash' | 'hint' | 'previousUntil' | 'rotatedAt'>,
  ): Promise<ApiKeyRow | null> {
    const previousHash = sql`${apiKeys.secretHash}`;
    return consumeOne(tx, apiKeys, own(userId, id), { ...change, previousHash });
  }

  /** Ends the keys of a person that were made since a moment. @returns them. */
  async revokeSince(tx: Transaction, userId: string, since: Date, now: Date): Promise<ApiKeyRow[]> {
    return tx
      .update(apiKeys)
      .set({ revokedAt: now })
      .where(
        and(eq(apiKeys.userId, userId), isNull(apiKeys.revokedAt), gte(apiKeys.createdAt, since)),
      )
      .returning();
  }

  async revoke(tx: Transaction, userId: string, id: string, now: Date): Promise<ApiKeyRow | null> {
    return consumeOne(tx, apiKeys, own(userId, id), { revokedAt: now });
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

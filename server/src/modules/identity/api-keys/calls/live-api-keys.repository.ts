import { Injectable } from '@nestjs/common';
import type { Entitlement } from '@gatehouse/contracts/permissions';
import { Database } from '../../../../platform/database/database.js';
import { acceptedFactorEnabled, entitlementColumns } from '../../roles/entitlement.js';
import type { Uses } from '../../use-counts.js';

/** A key as authentication needs it, with what its owner may do now. */
export interface LiveApiKey extends Entitlement {
  readonly hash: Buffer;
  readonly id: string;
  readonly version: number;
  readonly userId: string;
  readonly organizationId: string;
  readonly scopes: string[];
  readonly allowedAddresses: string[];
  readonly requestsPerMinute: number | null;
  /** Until when the secret that was asked for is good; null for ever. */
  readonly validUntil: Date | null;
  /** Of an account without a person, which can have no second factor. */
  readonly isServiceAccount: boolean;
  readonly secondFactor: boolean;
}

const versionsText = `
  SELECT asked.hash, k.version FROM unnest($1::bytea[]) AS asked (hash)
  JOIN LATERAL (
    SELECT version FROM identity.api_keys WHERE secret_hash = asked.hash
    UNION ALL
    SELECT version FROM identity.api_keys WHERE previous_hash = asked.hash) k ON true`;

const liveText = `
  SELECT asked.hash, k.id, k.version, k.user_id AS "userId", k.organization_id AS "organizationId",
    k.scopes, k.allowed_addresses AS "allowedAddresses",
    k.requests_per_minute AS "requestsPerMinute", k.valid_until AS "validUntil",
    ${entitlementColumns}, u.is_service_account AS "isServiceAccount",
    ${acceptedFactorEnabled} AS "secondFactor"
  FROM unnest($1::bytea[]) AS asked (hash)
  JOIN LATERAL (
    SELECT *, expires_at AS valid_until FROM identity.api_keys WHERE secret_hash = asked.hash
    UNION ALL
    SELECT *, least(expires_at, previous_until) FROM identity.api_keys
    WHERE previous_hash = asked.hash AND previous_until > $2) k ON true
  JOIN identity.users u ON u.id = k.user_id AND u.is_active AND u.deleted_at IS NULL
    AND u.reset_required_at IS NULL
  JOIN identity.members m ON m.user_id = k.user_id AND m.organization_id = k.organization_id
  WHERE k.revoked_at IS NULL AND (k.expires_at IS NULL OR k.expires_at > $2)`;

// Keys that somebody changes are left out of it: only when they were last used would be told, and
// whoever waited for one while holding another could wait in a circle.
const usedText = `
  WITH used AS (
    SELECT k.id, u.calls FROM unnest($1::uuid[], $2::bigint[]) AS u (id, calls)
    JOIN identity.api_keys k ON k.id = u.id),
  counted AS (
    INSERT INTO identity.api_key_usage AS usage (api_key_id, day, calls)
    SELECT id, ($3::timestamptz AT TIME ZONE 'UTC')::date, calls FROM used ORDER BY id
    ON CONFLICT (api_key_id, day) DO UPDATE SET calls = usage.calls + excluded.calls)
  UPDATE identity.api_keys SET last_used_at = $3
  WHERE id IN (
    SELECT k.id FROM identity.api_keys k JOIN used ON used.id = k.id
    WHERE k.last_used_at IS NULL OR k.last_used_at < $3 FOR NO KEY UPDATE OF k SKIP LOCKED)`;

const bytesOf = (hashes: readonly string[]): Buffer[] =>
  hashes.map((hash) => Buffer.from(hash, 'hex'));

/** Keys on the way of every call that has one. Hashes of secrets are in hex. */
@Injectable()
export class LiveApiKeysRepository {
  constructor(private readonly database: Database) {}

  /** Of these hashes, the versions of the keys that have or had such a secret, good or not. */
  async listVersions(hashes: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.statement<{ hash: Buffer; version: number }>(
      'api_keys_versions',
      versionsText,
      [bytesOf(hashes)],
    );
    return new Map(rows.map(({ hash, version }) => [hash.toString('hex'), version]));
  }

  /** Of these hashes, the keys that are good now. */
  async listLive(hashes: readonly string[], now: Date): Promise<ReadonlyMap<string, LiveApiKey>> {
    if (hashes.length === 0) return new Map();
    const rows = await this.database.statement<LiveApiKey & Record<string, unknown>>(
      'api_keys_live',
      liveText,
      [bytesOf(hashes), now],
    );
    return new Map(rows.map((key) => [key.hash.toString('hex'), key]));
  }

  /** Notes that keys were used, and how often. */
  async addUses(counts: Uses, at: Date): Promise<void> {
    const values = [[...counts.keys()], [...counts.values()], at];
    await this.database.statement('api_keys_used', usedText, values);
  }
}

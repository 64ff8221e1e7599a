import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';

/** A sign-in from a device that its account did not know. */
export interface StrangeSignIn {
  readonly sessionId: string;
  readonly userId: string;
  readonly ipAddress: string;
  readonly userAgent: string;
}

@Injectable()
export class KnownDevicesRepository {
  /**
   * Notes what sessions were begun with, and answers those whose device was not known. An account's
   * first device is no news.
   */
  async note(tx: Transaction, sessionIds: readonly string[]): Promise<StrangeSignIn[]> {
    const ids = `{${sessionIds.join(',')}}`;
    const { rows } = await tx.execute<StrangeSignIn & Record<string, unknown>>(sql`
      WITH begun AS (
        SELECT DISTINCT ON (user_id, device_key)
          id, user_id, device_key, created_at, ip_address, user_agent
        FROM identity.sessions WHERE id = ANY (${ids}::uuid[]) AND device_key IS NOT NULL
        ORDER BY user_id, device_key, created_at),
      noted AS (
        INSERT INTO identity.known_devices AS k (user_id, device_key, first_seen_at, last_seen_at)
        SELECT user_id, device_key, created_at, created_at FROM begun
        ON CONFLICT (user_id, device_key) DO UPDATE SET last_seen_at = excluded.last_seen_at
          WHERE k.last_seen_at < excluded.last_seen_at - interval '1 day'
        RETURNING user_id, device_key, first_seen_at = last_seen_at AS is_new)
      SELECT b.id AS "sessionId", b.user_id AS "userId", b.ip_address AS "ipAddress",
        b.user_agent AS "userAgent"
      FROM noted n JOIN begun b USING (user_id, device_key)
      WHERE n.is_new AND (
        EXISTS (SELECT FROM identity.known_devices k WHERE k.user_id = n.user_id)
        OR EXISTS (SELECT FROM begun e WHERE e.user_id = n.user_id AND e.created_at < b.created_at))`);
    return rows;
  }
}

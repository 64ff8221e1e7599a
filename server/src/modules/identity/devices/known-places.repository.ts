import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';

/** A sign-in from a country. */
export interface PlacedSignIn {
  readonly sessionId: string;
  readonly userId: string;
  /** Its code of ISO 3166-1. */
  readonly country: string;
  readonly at: Date;
}

@Injectable()
export class KnownPlacesRepository {
  /**
   * Notes where sign-ins came from, and answers the sessions of those whose country was not known.
   * An account's first country is no news.
   */
  async note(tx: Transaction, signIns: readonly PlacedSignIn[]): Promise<Set<string>> {
    const { rows } = await tx.execute<{ sessionId: string }>(sql`
      WITH begun AS (
        SELECT DISTINCT ON ("userId", country) "sessionId", "userId" AS user_id, country, at
        FROM jsonb_to_recordset(${JSON.stringify(signIns)}::jsonb)
          AS told ("sessionId" uuid, "userId" uuid, country text, at timestamptz)
        ORDER BY "userId", country, at),
      noted AS (
        INSERT INTO identity.known_places AS k (user_id, country, first_seen_at, last_seen_at)
        SELECT user_id, country, at, at FROM begun
        WHERE EXISTS (SELECT FROM identity.users u WHERE u.id = user_id)
        ON CONFLICT (user_id, country) DO UPDATE SET last_seen_at = excluded.last_seen_at
          WHERE k.last_seen_at < excluded.last_seen_at - interval '1 day'
        RETURNING user_id, country, first_seen_at = last_seen_at AS is_new)
      SELECT b."sessionId" FROM noted n JOIN begun b USING (user_id, country)
      WHERE n.is_new AND (
        EXISTS (SELECT FROM identity.known_places k WHERE k.user_id = n.user_id)
        OR EXISTS (SELECT FROM begun e WHERE e.user_id = n.user_id AND e.at < b.at))`);
    return new Set(rows.map(({ sessionId }) => sessionId));
  }
}

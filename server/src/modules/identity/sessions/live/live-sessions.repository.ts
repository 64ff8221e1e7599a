import { Injectable } from '@nestjs/common';
import type { Entitlement, PlatformRole } from '@gatehouse/contracts/permissions';
import { Database } from '../../../../platform/database/database.js';
import { acceptedFactorEnabled, entitlementColumns } from '../../roles/entitlement.js';

/** A session as authentication needs it. */
export interface LiveSession extends Entitlement {
  readonly id: string;
  readonly version: number;
  readonly live: boolean;
  readonly userId: string;
  readonly impersonatorId: string | null;
  readonly organizationId: string | null;
  readonly platformRole: PlatformRole | null;
  readonly secondFactor: boolean;
  readonly methods: string[];
  readonly expiresAt: Date;
  readonly authenticatedAt: Date;
  readonly lastSeenAt: Date;
}

/**
 * Of the sessions asked for, those whose state is not the one that was known: one index look-up
 * a session, and the joins only where something changed.
 */
const changedText = `
  SELECT s.id, s.version, s.user_id AS "userId", s.organization_id AS "organizationId",
    s.impersonator_id AS "impersonatorId", s.expires_at AS "expiresAt", s.authenticated_at AS "authenticatedAt",
    s.last_seen_at AS "lastSeenAt", s.methods, u.platform_role AS "platformRole", ${entitlementColumns},
    ${acceptedFactorEnabled} AS "secondFactor",
    s.ended_at IS NULL AND u.is_active AND u.deleted_at IS NULL
      AND (s.organization_id IS NULL OR m.role IS NOT NULL) AS live
  FROM unnest($1::uuid[], $2::int[]) AS known (id, version)
  JOIN identity.sessions s ON s.id = known.id AND s.version <> known.version
  JOIN identity.users u ON u.id = s.user_id
  LEFT JOIN identity.members m
    ON m.user_id = s.user_id AND m.organization_id = s.organization_id`;

const seenText = `
  UPDATE identity.sessions SET last_seen_at = $2
  WHERE id = ANY ($1::uuid[]) AND last_seen_at < $2`;

@Injectable()
export class LiveSessionsRepository {
  constructor(private readonly database: Database) {}

  /**
   * The sessions whose version differs from the known one; 0 stands for "not known".
   * A session that does not exist is not among them.
   */
  async listChanged(known: readonly { id: string; version: number }[]): Promise<LiveSession[]> {
    const ids = `{${known.map((session) => session.id).join(',')}}`;
    const versions = `{${known.map((session) => session.version).join(',')}}`;
    return this.database.statement<LiveSession & Record<string, unknown>>(
      'sessions_changed',
      changedText,
      [ids, versions],
    );
  }

  /** Notes when sessions were last used. */
  async markSeen(ids: readonly string[], at: Date): Promise<void> {
    await this.database.statement('sessions_seen', seenText, [`{${ids.join(',')}}`, at]);
  }
}

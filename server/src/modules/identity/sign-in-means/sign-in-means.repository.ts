import { Injectable } from '@nestjs/common';
import type { SignInMeanKind } from '@gatehouse/contracts/identity/sign-in-means';
import { and, eq, isNotNull, isNull, sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { users } from '../users/users.table.js';

export interface MeanRow {
  readonly [column: string]: unknown;
  readonly kind: SignInMeanKind;
  readonly name: string | null;
  /** Of a trusted device. */
  readonly userAgent: string | null;
  /** As PostgreSQL writes times. */
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
}

/** More than anybody has. */
const most = 200;

/** What people get in with, from the tables of all features. */
@Injectable()
export class SignInMeansRepository {
  /** When the password was chosen, null where that was not kept; undefined where there is none. */
  async findPasswordDate(tx: Queryable, userId: string): Promise<Date | null | undefined> {
    const has = and(eq(users.id, userId), isNull(users.deletedAt), isNotNull(users.passwordHash));
    const [row] = await tx.select({ setAt: users.passwordSetAt }).from(users).where(has);
    return row?.setAt;
  }

  /** What a person gets in with at a moment, latest first; without API keys. */
  async list(tx: Queryable, userId: string, now: Date): Promise<MeanRow[]> {
    const { rows } = await tx.execute<MeanRow>(sql`
      SELECT kind, name, user_agent AS "userAgent", created_at AS "createdAt", last_used_at AS "lastUsedAt"
        FROM (
          SELECT user_id, 'passkey' AS kind, name, NULL AS user_agent, created_at, last_used_at
            FROM identity.passkeys
          UNION ALL
          SELECT user_id, 'totp', name, NULL, confirmed_at, last_used_at
            FROM identity.totp_authenticators WHERE confirmed_at IS NOT NULL
          UNION ALL
          SELECT user_id, 'sms_code', NULL, NULL, confirmed_at, NULL
            FROM identity.phones WHERE confirmed_at IS NOT NULL
          UNION ALL
          SELECT user_id, 'email_code', NULL, NULL, enrolled_at, NULL FROM identity.email_factors
          UNION ALL
          SELECT user_id, 'connection', provider, NULL, created_at, last_used_at
            FROM identity.connections
          UNION ALL
          SELECT user_id, 'trusted_device', NULL, user_agent, created_at, last_used_at
            FROM identity.trusted_devices WHERE expires_at > ${now.toISOString()}::timestamptz
        ) AS means
       WHERE user_id = ${userId} ORDER BY created_at DESC LIMIT ${most}`);
    return rows;
  }

  /** API keys of a person that are good at a moment, all or those of an organization, latest first. */
  async listKeys(
    tx: Queryable,
    userId: string,
    now: Date,
    organizationId: string | null,
  ): Promise<MeanRow[]> {
    const { rows } = await tx.execute<MeanRow>(sql`
      SELECT 'api_key' AS kind, name, NULL AS "userAgent", created_at AS "createdAt",
             last_used_at AS "lastUsedAt"
        FROM identity.api_keys
       WHERE user_id = ${userId} AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > ${now.toISOString()}::timestamptz)
         AND (${organizationId}::uuid IS NULL OR organization_id = ${organizationId}::uuid)
       ORDER BY created_at DESC LIMIT ${most}`);
    return rows;
  }
}

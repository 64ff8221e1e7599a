import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { wayOf } from '../policies/sign-in-methods.js';
import { acceptedFactorEnabled, entitlementColumns } from '../roles/entitlement.js';
import type { Account } from '../users/account.js';

/** Where somebody signs in, as far as their account knows it. */
export interface Place {
  /** Of the trusted device, else null. */
  readonly deviceId: string | null;
  /** The device, or an address that they have signed in from before, else null. */
  readonly knownPlace: string | null;
}

/** Those of an account, of a user `u` in the organization of a member `m`. */
export const accountColumns = `
  u.id, u.email, u.username, u.first_name AS "firstName", u.last_name AS "lastName",
  u.job_title AS "jobTitle", u.phone, u.picture_id AS "pictureId",
  u.email_verified_at AS "emailVerifiedAt", u.is_active AS "isActive",
  u.reset_required_at AS "resetRequiredAt", u.factor_changes AS "factorChanges",
  u.is_primary_admin AS "isPrimaryAdmin", u.platform_role AS "platformRole",
  u.is_service_account AS "isServiceAccount",
  u.created_at AS "createdAt", u.updated_at AS "updatedAt",
  m.organization_id AS "organizationId", ${entitlementColumns},
  EXISTS (SELECT FROM identity.enrolled_factors f WHERE f.user_id = u.id) AS "twoFactorEnabled",
  ${acceptedFactorEnabled} AS "acceptedFactorEnabled"`;

/**
 * A person signs in to the organization that they joined first, of those that allow the way that they
 * came by, and to none where none does: no organization keeps anybody out of their account or of
 * another organization.
 * @param way parameter that holds the way; all count as allowed where it is null.
 */
export const firstMembership = (way: string) => `
  LEFT JOIN LATERAL (
    SELECT member.* FROM identity.members member
    JOIN identity.organizations o ON o.id = member.organization_id
    WHERE member.user_id = u.id
      AND coalesce(nullif(o.policies -> 'signInMethods', 'null') ? ${way}::text, true)
    ORDER BY member.created_at, member.organization_id LIMIT 1) m ON true`;

const byId = `
  SELECT ${accountColumns} FROM identity.users u ${firstMembership('$2')}
  WHERE u.id = $1 AND u.deleted_at IS NULL`;

/** Whether somebody is known at an address: not by sessions that they reported as a stranger's. */
export const hasSignedInFrom = (userId: string, address: string) =>
  `EXISTS (SELECT FROM identity.sessions s WHERE s.user_id = ${userId} AND s.ip_address = ${address}
    AND s.end_reason IS DISTINCT FROM 'reported')`;

const place = `
  SELECT ${hasSignedInFrom('$1', '$2')} AS known,
    (SELECT id FROM identity.trusted_devices
     WHERE user_id = $1 AND token_hash = $3 AND expires_at > $4) AS "deviceId"`;

/** Accounts that are signed in to, and where from. */
@Injectable()
export class SigningAccountsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Where somebody signs in, as far as their account knows it.
   * @param device hash of the token of a trusted device.
   */
  async findPlace(userId: string, address: string, device: Buffer | null): Promise<Place> {
    const [row] = await this.database.statement<{ known: boolean; deviceId: string | null }>(
      'sign_in_place',
      place,
      [userId, address, device, this.clock.now()],
    );
    const deviceId = row?.deviceId ?? null;
    return { deviceId, knownPlace: deviceId ?? (row?.known ? address : null) };
  }

  /**
   * An account, or null when it was deleted meanwhile.
   * @param method reference of what was proved first, where it is signed in to.
   */
  async findAccount(userId: string, method?: string): Promise<Account | null> {
    const way = wayOf(method) ?? null;
    const [row] = await this.database.statement<Account & Record<string, unknown>>(
      'sign_in_by_id',
      byId,
      [userId, way],
    );
    return row ?? null;
  }
}

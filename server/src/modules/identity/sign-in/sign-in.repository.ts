import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { hashToken } from '../../../kernel/secret.js';
import type { OutboxRow } from '../../../platform/events/envelope.js';
import type { FreshHash } from '../passwords/credentials.service.js';
import type { OpenedSession } from '../sessions/sessions.service.js';
import type { Account } from '../users/account.js';
import { accountColumns, firstMembership, hasSignedInFrom } from './signing-accounts.repository.js';

/** All that a sign-in needs to know, read in one statement. */
export interface SignInState {
  /** Null when the name belongs to nobody. */
  readonly account: Account | null;
  readonly passwordHash: string | null;
  /** An organization of the person asks for another one by now. */
  readonly passwordExpired: boolean;
  /** The person's trusted device that the client is. */
  readonly deviceId: string | null;
  /** That device, or the client's address when the person has signed in from there before. */
  readonly knownPlace: string | null;
  /** When the next attempt may be made, while a delay is in force. */
  readonly delayedUntil: Date | null;
}

/** What became of an accepted password. */
export interface Acceptance {
  /** False when the password, the second factors or the account changed meanwhile, or a delay is in force. */
  readonly began: boolean;
  /** When the next attempt may be made, while a delay is in force. */
  readonly delayedUntil: Date | null;
}

interface Row extends Account {
  passwordHash: string | null;
  passwordExpired: boolean | null;
  known: boolean;
  deviceId: string | null;
  delayedUntil: Date | null;
  [column: string]: unknown;
}

// The key under which failures count is LockoutService.keyOf, told again in SQL to save a statement.
// Of several organizations the strictest counts.
const passwordExpired = `EXISTS (SELECT FROM identity.memberships member
        JOIN identity.organizations o ON o.id = member.organization_id
        WHERE member.user_id = u.id AND (o.policies ->> 'passwordMaxAgeDays')::int > 0
          AND u.password_set_at < $4::timestamptz
            - make_interval(days => (o.policies ->> 'passwordMaxAgeDays')::int))`;

const owners = {
  email: `u.id IN (SELECT user_id FROM identity.account_addresses WHERE email_key = $1)`,
  username: 'u.username_key = $1',
} as const;

const byName = (owner: string) => `
  WITH account AS (
    SELECT ${accountColumns}, u.password_hash AS "passwordHash",
      ${passwordExpired} AS "passwordExpired",
      ${hasSignedInFrom('u.id', '$2')} AS known,
      (SELECT d.id FROM identity.trusted_devices d
       WHERE d.token_hash = $5 AND d.user_id = u.id AND d.expires_at > $4) AS "deviceId"
    FROM identity.users u ${firstMembership('$6')}
    WHERE ${owner} AND u.deleted_at IS NULL)
  SELECT a.*, l.delayed_until AS "delayedUntil"
  FROM (SELECT 1) AS one LEFT JOIN account a ON true
  LEFT JOIN identity.lockouts l ON l.proof = 'password' AND l.delayed_until > $4
    AND l.account_key = CASE WHEN a.id IS NULL THEN $3
                             WHEN a."deviceId" IS NOT NULL THEN a.id || '@' || a."deviceId"
                             WHEN a.known THEN a.id || '@' || $2 ELSE a.id::text END`;

// No session begins when a delay came into force while the password was checked (attack 10), or the
// password, the second factors (attack 11) or the account changed: the row is held, so that whoever changes it meanwhile waits, and
// then ends this session with the others (attack 16).
const accepted = (lock: string, alsoDoes = '') => `
  WITH account AS MATERIALIZED (
    SELECT FROM identity.users
    WHERE id = $4 AND password_hash = $17 AND factor_changes = $18
      AND is_active AND deleted_at IS NULL ${lock}),
  delayed AS MATERIALIZED (
    SELECT delayed_until FROM identity.lockouts
    WHERE account_key = $1 AND proof = 'password' AND delayed_until > $2),
  forgotten AS (
    DELETE FROM identity.lockouts WHERE account_key = $1 AND proof = 'password'
      AND NOT EXISTS (SELECT FROM delayed)),
  session AS (
    INSERT INTO identity.sessions (id, user_id, organization_id, version, methods, ip_address,
      user_agent, authenticated_at, created_at, last_seen_at, expires_at, device_key)
    SELECT $3, $4, $5, $6, $7, $8, $9, $2, $2, $2, $10, $16
    WHERE NOT EXISTS (SELECT FROM delayed) AND EXISTS (SELECT FROM account)
    RETURNING id, user_id, created_at, expires_at),
  token AS (
    INSERT INTO identity.refresh_tokens (token_hash, session_id, user_id, created_at, expires_at)
    SELECT $11, id, user_id, created_at, expires_at FROM session),
  event AS (
    INSERT INTO identity.outbox (id, type, subject, event)
    SELECT $12, $13, $14, $15::jsonb FROM session)${alsoDoes}
  SELECT (SELECT delayed_until FROM delayed) AS "delayedUntil",
    EXISTS (SELECT FROM session) AS began`;

const rehashed = `,
  rehashed AS (
    UPDATE identity.users SET password_hash = $19 WHERE id = $4 AND EXISTS (SELECT FROM session))`;

const statements = {
  sign_in_accepted: accepted('FOR SHARE'),
  // Two that share the row and both want to change it would wait for each other.
  sign_in_accepted_rehashed: accepted('FOR NO KEY UPDATE', rehashed),
} as const;

/** A sign-in with a password: one statement that reads, and one that writes. */
@Injectable()
export class SignInRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * @param name the e-mail address or username in the form that is compared.
   * @param unknownKey key that failures count under when the name belongs to nobody.
   * @param deviceHash hash of a trusted device's token, where the client sent one.
   */
  async find(
    kind: 'email' | 'username',
    name: string,
    address: string,
    unknownKey: string,
    deviceHash: Buffer | null,
  ): Promise<SignInState> {
    const [row] = await this.database.statement<Row>(`sign_in_by_${kind}`, byName(owners[kind]), [
      name,
      address,
      unknownKey,
      this.clock.now(),
      deviceHash,
      'password',
    ]);
    if (!row) throw new Error('the statement always answers one row');
    const {
      passwordHash,
      passwordExpired: expired,
      known,
      deviceId,
      delayedUntil,
      ...account
    } = row;
    return {
      account: account.id === null ? null : account,
      passwordHash,
      passwordExpired: expired ?? false,
      deviceId,
      knownPlace: deviceId ?? (known ? address : null),
      delayedUntil,
    };
  }

  /**
   * Begins the session of an accepted password, forgets former failures and tells of it.
   * @param state by which the password was accepted.
   * @param rehash what takes its place where it is outdated.
   */
  async accept(
    lockoutKey: string,
    { passwordHash, account }: Pick<SignInState, 'passwordHash' | 'account'>,
    { row: session, refreshToken }: OpenedSession,
    event: OutboxRow,
    rehash: FreshHash | null = null,
  ): Promise<Acceptance> {
    const name = rehash ? 'sign_in_accepted_rehashed' : 'sign_in_accepted';
    const [acceptance] = await this.database.statement<Acceptance & Record<string, unknown>>(
      name,
      statements[name],
      [
        lockoutKey,
        session.createdAt,
        session.id,
        session.userId,
        session.organizationId,
        session.version,
        session.methods,
        session.ipAddress,
        session.userAgent,
        session.expiresAt,
        hashToken(refreshToken),
        event.id,
        event.type,
        event.subject,
        event.event,
        session.deviceKey,
        passwordHash,
        account?.factorChanges,
        ...(rehash ? [rehash.fresh] : []),
      ],
    );
    if (!acceptance) throw new Error('the statement always answers one row');
    return acceptance;
  }
}

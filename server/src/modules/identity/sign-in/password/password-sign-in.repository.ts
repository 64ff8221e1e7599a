import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { Database } from '../../../../platform/database/database.js';
import { hashToken } from '../../../../kernel/secret.js';
import type { OutboxRow } from '../../../../platform/events/envelope.js';
import type { FreshHash } from '../../passwords/credentials.service.js';
import type { OpenedSession } from '../../sessions/sessions.service.js';
import type { Account } from '../../users/account.js';
import {
  accountColumns,
  firstMembership,
  hasSignedInFrom,
} from '../signing-accounts.repository.js';

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

/** Whom somebody wants to sign in as, and from where. */
export interface Asking {
  readonly kind: 'email' | 'username';
  /** The e-mail address or username in the form that is compared. */
  readonly name: string;
  readonly address: string;
  /** Key that failures count under when the name belongs to nobody. */
  readonly unknownKey: string;
  /** Hash of a trusted device's token, where the client sent one. */
  readonly deviceHash: Buffer | null;
}

/** A password that was accepted, and the session that it is to begin. */
export interface AcceptedPassword {
  readonly lockoutKey: string;
  /** By which the password was accepted. */
  readonly state: Pick<SignInState, 'passwordHash' | 'account'>;
  readonly opened: OpenedSession;
  readonly event: OutboxRow;
  /** What takes the hash's place where it is outdated. */
  readonly rehash: FreshHash | null;
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
          AND u.password_set_at < $5::timestamptz
            - make_interval(days => (o.policies ->> 'passwordMaxAgeDays')::int))`;

const owners = {
  email: `u.id IN (SELECT user_id FROM identity.account_addresses WHERE email_key = asked.name)`,
  username: 'u.username_key = asked.name',
} as const;

const byNames = (owner: string) => `
  SELECT a.*, l.delayed_until AS "delayedUntil"
  FROM unnest($1::text[], $2::text[], $3::text[], $4::bytea[]) WITH ORDINALITY
    AS asked (name, address, unknown_key, device_hash, place)
  LEFT JOIN LATERAL (
    SELECT ${accountColumns}, u.password_hash AS "passwordHash",
      ${passwordExpired} AS "passwordExpired",
      ${hasSignedInFrom('u.id', 'asked.address')} AS known,
      (SELECT d.id FROM identity.trusted_devices d
       WHERE d.token_hash = asked.device_hash AND d.user_id = u.id AND d.expires_at > $5)
        AS "deviceId"
    FROM identity.users u ${firstMembership('$6')}
    WHERE ${owner} AND u.deleted_at IS NULL) a ON true
  LEFT JOIN identity.lockouts l ON l.proof = 'password' AND l.delayed_until > $5
    AND l.account_key = CASE WHEN a.id IS NULL THEN asked.unknown_key
                             WHEN a."deviceId" IS NOT NULL THEN a.id || '@' || a."deviceId"
                             WHEN a.known THEN a.id || '@' || asked.address ELSE a.id::text END
  ORDER BY asked.place`;

/** What an accepted password is told by: a column of `asked` each, with its type. */
const askedColumns: readonly (readonly [
  column: string,
  type: string,
  value: (accepted: AcceptedPassword) => unknown,
])[] = [
  ['lockout_key', 'text', ({ lockoutKey }) => lockoutKey],
  ['id', 'uuid', ({ opened }) => opened.row.id],
  ['user_id', 'uuid', ({ opened }) => opened.row.userId],
  ['organization_id', 'uuid', ({ opened }) => opened.row.organizationId],
  ['version', 'int', ({ opened }) => opened.row.version],
  ['methods', 'text', ({ opened }) => opened.row.methods.join(' ')],
  ['ip_address', 'text', ({ opened }) => opened.row.ipAddress],
  ['user_agent', 'text', ({ opened }) => opened.row.userAgent],
  ['created_at', 'timestamptz', ({ opened }) => opened.row.createdAt],
  ['expires_at', 'timestamptz', ({ opened }) => opened.row.expiresAt],
  ['device_key', 'bytea', ({ opened }) => opened.row.deviceKey],
  ['token_hash', 'bytea', ({ opened }) => hashToken(opened.refreshToken)],
  ['event_id', 'uuid', ({ event }) => event.id],
  ['event_type', 'text', ({ event }) => event.type],
  ['event_subject', 'text', ({ event }) => event.subject],
  ['event', 'text', ({ event }) => event.event],
  ['password_hash', 'text', ({ state }) => state.passwordHash],
  ['factor_changes', 'int', ({ state }) => state.account?.factorChanges],
  ['fresh_hash', 'text', ({ rehash }) => rehash?.fresh],
];

// No session begins when a delay came into force while the password was checked (attack 10), or the
// password, the second factors (attack 11) or the account changed: the row is held, so that whoever changes it meanwhile waits, and
// then ends this session with the others (attack 16). Rows are held in order, so that statements with
// people in common wait for each other and not in a circle.
const accepted = (lock: string, alsoDoes = '') => `
  WITH asked AS MATERIALIZED (
    SELECT * FROM unnest(${askedColumns.map(([, type], index) => `$${index + 1}::${type}[]`).join(', ')})
      WITH ORDINALITY AS a (${askedColumns.map(([column]) => column).join(', ')}, place)),
  account AS MATERIALIZED (
    SELECT asked.id FROM asked JOIN identity.users u ON u.id = asked.user_id
    WHERE u.password_hash = asked.password_hash AND u.factor_changes = asked.factor_changes
      AND u.is_active AND u.deleted_at IS NULL ORDER BY u.id ${lock} OF u),
  delayed AS MATERIALIZED (
    SELECT asked.id, l.delayed_until FROM asked JOIN identity.lockouts l
      ON l.account_key = asked.lockout_key AND l.proof = 'password'
        AND l.delayed_until > asked.created_at),
  forgotten AS (
    DELETE FROM identity.lockouts l USING asked
    WHERE l.account_key = asked.lockout_key AND l.proof = 'password'
      AND NOT EXISTS (SELECT FROM delayed WHERE delayed.id = asked.id)),
  begun AS MATERIALIZED (
    SELECT asked.* FROM asked JOIN account USING (id)
    WHERE NOT EXISTS (SELECT FROM delayed WHERE delayed.id = asked.id)),
  session AS (
    INSERT INTO identity.sessions (id, user_id, organization_id, version, methods, ip_address,
      user_agent, authenticated_at, created_at, last_seen_at, expires_at, device_key)
    SELECT id, user_id, organization_id, version, string_to_array(methods, ' '), ip_address,
      user_agent, created_at, created_at, created_at, expires_at, device_key FROM begun),
  token AS (
    INSERT INTO identity.refresh_tokens (token_hash, session_id, user_id, created_at, expires_at)
    SELECT token_hash, id, user_id, created_at, expires_at FROM begun),
  event AS (
    INSERT INTO identity.outbox (id, type, subject, event)
    SELECT event_id, event_type, event_subject, event::jsonb FROM begun ORDER BY place)${alsoDoes}
  SELECT delayed.delayed_until AS "delayedUntil", begun.id IS NOT NULL AS began
  FROM asked LEFT JOIN begun USING (id) LEFT JOIN delayed ON delayed.id = asked.id
  ORDER BY asked.place`;

const rehashed = `,
  rehashed AS (
    UPDATE identity.users u SET password_hash = begun.fresh_hash FROM begun
    WHERE u.id = begun.user_id AND begun.fresh_hash IS NOT NULL)`;

const statements = {
  sign_in_accepted: accepted('FOR SHARE'),
  // Two that share the row and both want to change it would wait for each other.
  sign_in_accepted_rehashed: accepted('FOR NO KEY UPDATE', rehashed),
} as const;

/** Sign-ins with a password: one statement that reads, and one that writes, for one of them or several. */
@Injectable()
export class PasswordSignInRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** What is known of whoever asks, in the same order. */
  async findAll(kind: Asking['kind'], asking: readonly Asking[]): Promise<SignInState[]> {
    const rows = await this.database.statement<Row>(`sign_in_by_${kind}`, byNames(owners[kind]), [
      asking.map(({ name }) => name),
      asking.map(({ address }) => address),
      asking.map(({ unknownKey }) => unknownKey),
      asking.map(({ deviceHash }) => deviceHash),
      this.clock.now(),
      'password',
    ]);
    return rows.map((row, index) => stateOf(row, asking[index]!.address));
  }

  /** Begins the sessions of accepted passwords, forgets former failures and tells of them; answers in the same order. */
  async acceptAll(all: readonly AcceptedPassword[]): Promise<Acceptance[]> {
    const outdated = all.some(({ rehash }) => rehash !== null);
    const name = outdated ? 'sign_in_accepted_rehashed' : 'sign_in_accepted';
    const values = askedColumns.map(([, , value]) => all.map(value));
    return this.database.statement<Acceptance & Record<string, unknown>>(
      name,
      statements[name],
      values,
    );
  }
}

function stateOf(
  { passwordHash, passwordExpired, known, deviceId, delayedUntil, ...account }: Row,
  address: string,
): SignInState {
  return {
    account: account.id === null ? null : account,
    passwordHash,
    passwordExpired: passwordExpired ?? false,
    deviceId,
    knownPlace: deviceId ?? (known ? address : null),
    delayedUntil,
  };
}

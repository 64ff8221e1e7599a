import { Injectable } from '@nestjs/common';
import { usageDays } from '@gatehouse/contracts/identity/api-keys';
import { and, isNotNull, lt, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { after, days } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { apiKeyUsage } from '../api-keys/api-keys.table.js';
import { invitations } from '../invitations/invitations.table.js';
import { knownDevices } from '../devices/known-devices.table.js';
import { knownPlaces } from '../devices/known-places.table.js';
import { emailAddresses } from '../email-addresses/email-addresses.table.js';
import { emailChanges } from '../email-changes/email-changes.table.js';
import { messageBudgets, messageCodes } from '../factors/message-code/message-codes.table.js';
import { passkeyChallenges } from '../factors/passkey/passkeys.table.js';
import { trustedDevices } from '../factors/trusted-devices/trusted-devices.table.js';
import { lockouts } from '../lockout/lockout.table.js';
import { oneTimeTokens } from '../one-time-tokens/one-time-tokens.table.js';
import { registrations } from '../registration/registrations.table.js';
import { refreshTokens, sessions } from '../sessions/sessions.table.js';
import { socialFlows } from '../social/flows/social-flows.table.js';
import { signInChallenges } from '../sign-in/challenges/challenges.table.js';
import { signingKeys } from '../tokens/signing-keys.table.js';
import { releasedUsernames } from '../profile/released-usernames.table.js';

/** How long rows are kept after they are of no use, in days. */
export interface Retention {
  /** Links, challenges, registrations, delays, refresh tokens, retired signing keys. */
  readonly oneTimeDays: number;
  /** Sessions, which tell at which addresses a person is known, and invitations. */
  readonly sessionDays: number;
}

/** Rows of a table that are of no use any more. */
type Useless = readonly [name: string, table: PgTable, where: SQL | undefined];

@Injectable()
export class UpkeepRepository {
  constructor(private readonly database: Database) {}

  /** Removes what is of no use any more. @returns how many rows of each table. */
  async purge(now: Date, retention: Retention): Promise<Record<string, number>> {
    const removed: Record<string, number> = {};
    for (const [name, table, where] of useless(now, retention))
      removed[name] = await removeAll(this.database.connection, table, where);
    return removed;
  }
}

function useless(now: Date, { oneTimeDays, sessionDays }: Retention): Useless[] {
  const oneTime = after(now, -days(oneTimeDays));
  const sessionsBefore = after(now, -days(sessionDays));
  const usageBefore = after(now, -days(usageDays)).toISOString().slice(0, 10);
  // For as long as a former address can take its account back.
  const changesBefore = after(now, -days(9));
  const retired = and(isNotNull(signingKeys.retiredAt), lt(signingKeys.retiredAt, oneTime));
  return [
    ['challenges', signInChallenges, lt(signInChallenges.expiresAt, oneTime)],
    ['passkeyChallenges', passkeyChallenges, lt(passkeyChallenges.expiresAt, now)],
    ['messageCodes', messageCodes, lt(messageCodes.expiresAt, oneTime)],
    ['messageBudgets', messageBudgets, lt(messageBudgets.windowStart, oneTime)],
    ['trustedDevices', trustedDevices, lt(trustedDevices.expiresAt, now)],
    ['oneTimeTokens', oneTimeTokens, lt(oneTimeTokens.expiresAt, oneTime)],
    ['registrations', registrations, lt(registrations.expiresAt, oneTime)],
    ['invitations', invitations, lt(invitations.expiresAt, sessionsBefore)],
    ['socialFlows', socialFlows, lt(socialFlows.expiresAt, oneTime)],
    ['lockouts', lockouts, lt(lockouts.updatedAt, oneTime)],
    ['emailChanges', emailChanges, lt(emailChanges.expiresAt, changesBefore)],
    // The audit trail, from which the address is erased too, knows of it no longer.
    ['emailAddresses', emailAddresses, lt(emailAddresses.removedAt, after(now, -days(400)))],
    [
      'releasedUsernames',
      releasedUsernames,
      lt(releasedUsernames.releasedAt, after(now, -days(30))),
    ],
    ['refreshTokens', refreshTokens, lt(refreshTokens.expiresAt, oneTime)],
    ['apiKeyUsage', apiKeyUsage, lt(apiKeyUsage.day, usageBefore)],
    ['sessions', sessions, lt(sessions.expiresAt, sessionsBefore)],
    ['knownDevices', knownDevices, longUnseen(knownDevices, now)],
    ['knownPlaces', knownPlaces, longUnseen(knownPlaces, now)],
    ['signingKeys', signingKeys, retired],
  ];
}

/** All but the last: an account that forgot its last device would take the next one for its first. */
const longUnseen = (table: typeof knownDevices | typeof knownPlaces, now: Date): SQL | undefined =>
  and(
    lt(table.lastSeenAt, after(now, -days(400))),
    sql`EXISTS (SELECT FROM ${table} later
      WHERE later.user_id = ${table.userId} AND later.last_seen_at > ${table.lastSeenAt})`,
  );

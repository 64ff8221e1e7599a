import { Injectable } from '@nestjs/common';
import { usageDays } from '@gatehouse/contracts/identity/api-keys';
import { and, isNotNull, lt, sql } from 'drizzle-orm';
import { after, days } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { apiKeyUsage } from '../api-keys/api-keys.table.js';
import { invitations } from '../invitations/invitations.table.js';
import { knownDevices } from '../devices/known-devices.table.js';
import { knownPlaces } from '../devices/known-places.table.js';
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

/** How long rows are kept after they are of no use, in days. */
export interface Retention {
  /** Links, challenges, registrations, delays, refresh tokens, retired signing keys. */
  readonly oneTimeDays: number;
  /** Sessions, which tell at which addresses a person is known, and invitations. */
  readonly sessionDays: number;
}

@Injectable()
export class UpkeepRepository {
  constructor(private readonly database: Database) {}

  /** Removes what is of no use any more. @returns how many rows of each table. */
  async purge(now: Date, { oneTimeDays, sessionDays }: Retention): Promise<Record<string, number>> {
    const oneTime = after(now, -days(oneTimeDays));
    const sessionsBefore = after(now, -days(sessionDays));
    const { connection } = this.database;
    return {
      challenges: await removeAll(
        connection,
        signInChallenges,
        lt(signInChallenges.expiresAt, oneTime),
      ),
      passkeyChallenges: await removeAll(
        connection,
        passkeyChallenges,
        lt(passkeyChallenges.expiresAt, now),
      ),
      messageCodes: await removeAll(connection, messageCodes, lt(messageCodes.expiresAt, oneTime)),
      messageBudgets: await removeAll(
        connection,
        messageBudgets,
        lt(messageBudgets.windowStart, oneTime),
      ),
      trustedDevices: await removeAll(
        connection,
        trustedDevices,
        lt(trustedDevices.expiresAt, now),
      ),
      oneTimeTokens: await removeAll(
        connection,
        oneTimeTokens,
        lt(oneTimeTokens.expiresAt, oneTime),
      ),
      registrations: await removeAll(
        connection,
        registrations,
        lt(registrations.expiresAt, oneTime),
      ),
      invitations: await removeAll(
        connection,
        invitations,
        lt(invitations.expiresAt, sessionsBefore),
      ),
      socialFlows: await removeAll(connection, socialFlows, lt(socialFlows.expiresAt, oneTime)),
      lockouts: await removeAll(connection, lockouts, lt(lockouts.updatedAt, oneTime)),
      // For as long as a former address can take its account back.
      emailChanges: await removeAll(
        connection,
        emailChanges,
        lt(emailChanges.expiresAt, after(now, -days(9))),
      ),
      refreshTokens: await removeAll(
        connection,
        refreshTokens,
        lt(refreshTokens.expiresAt, oneTime),
      ),
      apiKeyUsage: await removeAll(
        connection,
        apiKeyUsage,
        lt(apiKeyUsage.day, after(now, -days(usageDays)).toISOString().slice(0, 10)),
      ),
      sessions: await removeAll(connection, sessions, lt(sessions.expiresAt, sessionsBefore)),
      // An account that forgot its last device would take the next one for its first.
      knownDevices: await removeAll(
        connection,
        knownDevices,
        and(
          lt(knownDevices.lastSeenAt, after(now, -days(400))),
          sql`EXISTS (SELECT FROM identity.known_devices later
            WHERE later.user_id = ${knownDevices.userId} AND later.last_seen_at > ${knownDevices.lastSeenAt})`,
        ),
      ),
      knownPlaces: await removeAll(
        connection,
        knownPlaces,
        and(
          lt(knownPlaces.lastSeenAt, after(now, -days(400))),
          sql`EXISTS (SELECT FROM identity.known_places later
            WHERE later.user_id = ${knownPlaces.userId} AND later.last_seen_at > ${knownPlaces.lastSeenAt})`,
        ),
      ),
      signingKeys: await removeAll(
        connection,
        signingKeys,
        and(isNotNull(signingKeys.retiredAt), lt(signingKeys.retiredAt, oneTime)),
      ),
    };
  }
}

import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, lt, ne, sql } from 'drizzle-orm';
import { after, days } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { removeAll } from '../../../platform/database/primitives.js';
import { totpAuthenticators } from '../factors/totp/totp.table.js';
import { lockouts } from '../lockout/lockout.table.js';
import { oneTimeTokens } from '../one-time-tokens/one-time-tokens.table.js';
import { registrations } from '../registration/registrations.table.js';
import { refreshTokens, sessions } from '../sessions/sessions.table.js';
import { signInChallenges } from '../sign-in/challenges.table.js';
import { signingKeys } from '../tokens/signing-keys.table.js';

/** A field that the field cipher sealed. */
export interface SealedField {
  readonly id: string;
  readonly sealed: Buffer;
}

const sealedFields = {
  totp_authenticators: { table: totpAuthenticators, column: totpAuthenticators.secret },
  signing_keys: { table: signingKeys, column: signingKeys.privateJwk },
} as const;
export type SealedTable = keyof typeof sealedFields;

@Injectable()
export class UpkeepRepository {
  constructor(private readonly database: Database) {}

  /**
   * Removes what is of no use any more: one-time things a day after they ended, sessions 90 days
   * after (they tell which addresses a person is known at). @returns how many rows of each table.
   */
  async purge(now: Date): Promise<Record<string, number>> {
    const dayAgo = after(now, -days(1));
    const seasonAgo = after(now, -days(90));
    const { connection } = this.database;
    return {
      challenges: await removeAll(
        connection,
        signInChallenges,
        lt(signInChallenges.expiresAt, dayAgo),
      ),
      oneTimeTokens: await removeAll(
        connection,
        oneTimeTokens,
        lt(oneTimeTokens.expiresAt, dayAgo),
      ),
      registrations: await removeAll(
        connection,
        registrations,
        lt(registrations.expiresAt, dayAgo),
      ),
      lockouts: await removeAll(connection, lockouts, lt(lockouts.updatedAt, dayAgo)),
      refreshTokens: await removeAll(
        connection,
        refreshTokens,
        lt(refreshTokens.expiresAt, dayAgo),
      ),
      sessions: await removeAll(connection, sessions, lt(sessions.expiresAt, seasonAgo)),
      signingKeys: await removeAll(
        connection,
        signingKeys,
        and(isNotNull(signingKeys.retiredAt), lt(signingKeys.retiredAt, dayAgo)),
      ),
    };
  }

  /** Some fields that do not begin as the present key's do. */
  async listSealedOtherwise(
    name: SealedTable,
    prefix: Buffer,
    limit: number,
  ): Promise<SealedField[]> {
    const { table, column } = sealedFields[name];
    return this.database.connection
      .select({ id: sql<string>`${table.id}::text`, sealed: sql<Buffer>`${column}` })
      .from(table)
      .where(ne(sql`substring(${column} from 1 for ${prefix.length}::int)`, prefix))
      .limit(limit);
  }

  /** Puts a field in the place of what it was opened from; nothing when that changed meanwhile. */
  async replaceSealed(
    name: SealedTable,
    { id, sealed }: SealedField,
    fresh: Buffer,
  ): Promise<void> {
    const { connection } = this.database;
    if (name === 'signing_keys') {
      const same = and(eq(signingKeys.id, id), eq(signingKeys.privateJwk, sealed));
      await connection.update(signingKeys).set({ privateJwk: fresh }).where(same);
    } else {
      const same = and(eq(totpAuthenticators.id, id), eq(totpAuthenticators.secret, sealed));
      await connection.update(totpAuthenticators).set({ secret: fresh }).where(same);
    }
  }
}

import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull, lt, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Queryable } from '../../../../platform/database/database.js';
import { consumeOne, incrementOne } from '../../../../platform/database/primitives.js';
import { type ChallengeRow, signInChallenges } from './challenges.table.js';

/** Challenges of a person that wait at once, for one session or at sign-in: later ones end those before. */
export const mostOpen = 10;

const waits = (now: Date) =>
  and(isNull(signInChallenges.consumedAt), gt(signInChallenges.expiresAt, now));

const newer = alias(signInChallenges, 'newer');

/** How many wait that began later: counted when one is used, so that none slips in between. */
const later = (now: Date) => sql`(
  SELECT count(*) FROM ${signInChallenges} AS newer
   WHERE ${newer.userId} = ${signInChallenges.userId}
     AND ${newer.sessionId} IS NOT DISTINCT FROM ${signInChallenges.sessionId}
     AND ${newer.consumedAt} IS NULL AND ${newer.expiresAt} > ${now.toISOString()}::timestamptz
     AND (${newer.createdAt}, ${newer.tokenHash}) > (${signInChallenges.createdAt}, ${signInChallenges.tokenHash}))`;

const open = (tokenHash: Buffer, now: Date) =>
  and(eq(signInChallenges.tokenHash, tokenHash), waits(now), lt(later(now), mostOpen));

/** Of a session that asks for another proof, or of a sign-in. */
const of = (sessionId: string | null) =>
  sessionId === null
    ? isNull(signInChallenges.sessionId)
    : eq(signInChallenges.sessionId, sessionId);

/** Proofs that are waited for. */
@Injectable()
export class ChallengesRepository {
  async insert(tx: Queryable, row: Omit<ChallengeRow, 'attempts' | 'consumedAt'>): Promise<void> {
    await tx.insert(signInChallenges).values(row);
  }

  /** Ends the sign-ins of a person that wait for their second factor. */
  async voidAll(tx: Queryable, userId: string, now: Date): Promise<void> {
    const { consumedAt } = signInChallenges;
    await tx
      .update(signInChallenges)
      .set({ consumedAt: now })
      .where(and(eq(signInChallenges.userId, userId), isNull(consumedAt)));
  }

  /** The challenge while it waits. */
  async find(tx: Queryable, tokenHash: Buffer, now: Date): Promise<ChallengeRow | null> {
    const [row] = await tx.select().from(signInChallenges).where(open(tokenHash, now));
    return row ?? null;
  }

  /** Counts an attempt before it is made; null when the challenge is used up, spent, too old or of another session. */
  async countAttempt(
    tx: Queryable,
    tokenHash: Buffer,
    sessionId: string | null,
    now: Date,
    limit: number,
  ): Promise<ChallengeRow | null> {
    const one = and(open(tokenHash, now), of(sessionId));
    return incrementOne(tx, signInChallenges, signInChallenges.attempts, one, limit);
  }

  /** Uses the challenge up; null when somebody else did, or it is of another session. */
  async consume(
    tx: Queryable,
    tokenHash: Buffer,
    sessionId: string | null,
    now: Date,
  ): Promise<ChallengeRow | null> {
    const one = and(open(tokenHash, now), of(sessionId));
    return consumeOne(tx, signInChallenges, one, { consumedAt: now });
  }
}

import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { type Ceremony, passkeyChallenges } from './passkeys.table.js';

@Injectable()
export class PasskeyChallengesRepository {
  async insert(tx: Queryable, row: typeof passkeyChallenges.$inferInsert): Promise<void> {
    await tx.insert(passkeyChallenges).values(row);
  }

  /** Uses a challenge up; false for all callers but one. */
  async consume(
    tx: Transaction,
    challengeHash: Buffer,
    ceremony: Ceremony,
    binding: string,
    now: Date,
  ): Promise<boolean> {
    const one = and(
      eq(passkeyChallenges.challengeHash, challengeHash),
      eq(passkeyChallenges.ceremony, ceremony),
      eq(passkeyChallenges.binding, binding),
      isNull(passkeyChallenges.consumedAt),
      gt(passkeyChallenges.expiresAt, now),
    );
    return (await consumeOne(tx, passkeyChallenges, one, { consumedAt: now })) !== null;
  }
}

import { Injectable } from '@nestjs/common';
import { lt } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { removeAll, reserve } from '../../../platform/database/primitives.js';
import type { Solved } from './proof-of-work.js';
import { usedChallenges } from './used-challenges.table.js';

/** Challenges that were solved, so that none is good twice. */
@Injectable()
export class UsedChallengesRepository {
  /** True for the first of all who bring it. */
  async reserve(tx: Queryable, { id, expiresAt }: Solved): Promise<boolean> {
    return (await reserve(tx, usedChallenges, { id, expiresAt })) !== null;
  }

  /** Forgets those that have expired, which no call gets past with. */
  async purge(queryable: Queryable, before: Date): Promise<void> {
    await removeAll(queryable, usedChallenges, lt(usedChallenges.expiresAt, before));
  }
}

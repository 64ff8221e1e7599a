import { Injectable } from '@nestjs/common';
import { and, eq, gt, isNull } from 'drizzle-orm';
import type { Queryable } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { type SocialFlowRow, socialFlows } from './social-flows.table.js';

/** Which flow may be finished: every part has to be that of its beginning. */
export type FlowKey = Pick<SocialFlowRow, 'stateHash' | 'provider' | 'browserHash' | 'sessionId'>;

@Injectable()
export class SocialFlowsRepository {
  async insert(tx: Queryable, row: Omit<SocialFlowRow, 'consumedAt'>): Promise<void> {
    await tx.insert(socialFlows).values(row);
  }

  /** Uses the flow up; null for all callers but one, and when any part of the key is another's. */
  async consume(tx: Queryable, key: FlowKey, now: Date): Promise<SocialFlowRow | null> {
    const { stateHash, provider, browserHash, sessionId } = key;
    const open = and(
      eq(socialFlows.stateHash, stateHash),
      eq(socialFlows.provider, provider),
      eq(socialFlows.browserHash, browserHash),
      sessionId === null ? isNull(socialFlows.sessionId) : eq(socialFlows.sessionId, sessionId),
      isNull(socialFlows.consumedAt),
      gt(socialFlows.expiresAt, now),
    );
    return consumeOne(tx, socialFlows, open, { consumedAt: now });
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Database } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import { SessionsRepository } from '../sessions.repository.js';
import type { RotatedSession } from './refresh-tokens.repository.js';

/**
 * Ends sessions whose refresh token came when it may not. Committed before the caller throws, so
 * that the error cannot roll it back (attack 4).
 */
@Injectable()
export class RefreshEndingsService {
  private readonly countReuse: (values: object) => void;

  constructor(
    private readonly sessions: SessionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    metrics: Metrics,
  ) {
    const help = 'Used refresh tokens that came back and ended their session';
    this.countReuse = metrics.counter('refresh_token_reuses_total', help, []);
  }

  /** A used token came back: somebody else has it, too (RFC 9700 section 4.14.2). */
  async endForReuse(session: RotatedSession, now: Date): Promise<void> {
    if (await this.end(session, 'refresh_token_reused', now)) this.countReuse({});
  }

  /** A session was not used for too long. */
  async endIdle(session: RotatedSession, now: Date): Promise<void> {
    await this.end(session, 'idle_too_long', now);
  }

  /** Whether it had not ended yet. */
  private end(
    { id: sessionId, userId, organizationId }: RotatedSession,
    reason: 'refresh_token_reused' | 'idle_too_long',
    now: Date,
  ): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await this.sessions.end(tx, userId, sessionId, reason, now);
      if (!ended) return false;
      const about = { organizationId, actorId: null };
      if (reason === 'refresh_token_reused')
        await this.events.add(tx, events.refreshTokenReused, { userId, sessionId }, about);
      const ending = { userId, sessionId, reason, count: 1 } as const;
      await this.events.add(tx, events.sessionEnded, ending, about);
      return true;
    });
  }
}

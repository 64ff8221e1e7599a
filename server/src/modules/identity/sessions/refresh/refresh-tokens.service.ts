import { Injectable } from '@nestjs/common';
import { Clock, seconds } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import { KnownSessionsService } from '../live/known-sessions.service.js';
import type { TokenHolder } from '../token-holder.js';
import { RefreshEndingsService } from './refresh-endings.service.js';
import type { RotatedSession } from './refresh-tokens.repository.js';
import { type Rotated, TokenRotationService } from './token-rotation.service.js';

/** A session's new refresh token, and who holds it. */
export interface Refreshed {
  readonly holder: TokenHolder;
  readonly refreshToken: string;
}

/**
 * Refreshes sessions and detects the reuse of their tokens (RFC 9700 section 4.14.2). A request
 * whose answer was lost, or that raced another, gets the same child again within the grace.
 */
@Injectable()
export class RefreshTokensService {
  constructor(
    private readonly rotation: TokenRotationService,
    private readonly known: KnownSessionsService,
    private readonly endings: RefreshEndingsService,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {}

  /** @throws AppError `invalid_refresh_token`; a reused one, and one that comes too late, has ended its session by then. */
  async refresh(token: string): Promise<Refreshed> {
    try {
      const { session, refreshToken } =
        (await this.rotation.rotate(token)) ?? (await this.answerAgain(token));
      const holder = await this.holderOf(session);
      this.metrics.authAttempt({ method: 'refresh', outcome: 'success' });
      return { holder, refreshToken };
    } catch (error) {
      this.metrics.authAttempt({ method: 'refresh', outcome: 'failure' });
      throw error;
    }
  }

  private async answerAgain(token: string): Promise<Rotated> {
    const now = this.clock.now();
    const used = await this.rotation.findUsed(token, now);
    if (!used?.live || !used.usedAt) throw new AppError('invalid_refresh_token');
    const grace = seconds(this.config.GATEHOUSE_REFRESH_GRACE_SECONDS);
    if (used.child !== null && now.getTime() - used.usedAt.getTime() <= grace)
      return { session: used, refreshToken: used.child };
    await this.endings.endForReuse(used, now);
    throw new AppError('invalid_refresh_token');
  }

  /** A refresh alone is no use of a session: whoever comes after the time to be idle signs in again. */
  private async holderOf(session: RotatedSession): Promise<TokenHolder> {
    const known = await this.known.at(session.id, session.version);
    const now = this.clock.now();
    if (known?.caller && now.getTime() - session.lastSeenAt.getTime() <= known.idleLimit)
      return known.caller;
    if (known?.caller) await this.endings.endIdle(session, now);
    throw new AppError('invalid_refresh_token');
  }
}

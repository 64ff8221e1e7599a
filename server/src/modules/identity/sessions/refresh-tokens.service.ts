import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock, seconds } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Batcher } from '../../../platform/cache/batcher.js';
import { Config } from '../../../platform/config/config.js';
import { KeyRing } from '../../../platform/crypto/key-ring.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import {
  RefreshTokensRepository,
  type RotatedSession,
  type UsedToken,
} from './refresh-tokens.repository.js';
import { isIdle } from './session-limits.js';
import { SessionsRepository } from './sessions.repository.js';

/** A session's new refresh token. */
export interface Refreshed {
  readonly session: RotatedSession;
  readonly refreshToken: string;
}

/**
 * Rotates refresh tokens and detects their reuse (RFC 9700 section 4.14.2). A token's child is
 * derived from it with a key of ours, so a request whose answer was lost, or that raced another,
 * gets the same child again within the grace, though only its hash is stored.
 */
@Injectable()
export class RefreshTokensService {
  private readonly rotations = new Batcher<Refreshed>((tokens) => this.rotateAll(tokens));
  private readonly countReuse: (values: object) => void;

  constructor(
    private readonly repository: RefreshTokensRepository,
    private readonly sessions: SessionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly keys: KeyRing,
    private readonly config: Config,
    private readonly metrics: Metrics,
  ) {
    const help = 'Used refresh tokens that came back and ended their session';
    this.countReuse = metrics.counter('refresh_token_reuses_total', help, []);
  }

  /** @throws AppError `invalid_refresh_token`; a reused one, and one that comes too late, has ended its session by then. */
  async rotate(token: string): Promise<Refreshed> {
    try {
      const refreshed =
        (await this.rotations.add(token)) ?? (await this.answerAgain(token, this.clock.now()));
      await this.assertNotIdle(refreshed.session);
      this.metrics.authAttempt({ method: 'refresh', outcome: 'success' });
      return refreshed;
    } catch (error) {
      this.metrics.authAttempt({ method: 'refresh', outcome: 'failure' });
      throw error;
    }
  }

  /** A refresh alone is no use of a session: whoever comes after the time to be idle signs in again. */
  private async assertNotIdle(session: RotatedSession): Promise<void> {
    const now = this.clock.now();
    if (!isIdle(session, now)) return;
    const { id: sessionId, userId, organizationId } = session;
    await this.database.transaction(async (tx) => {
      const ended = await this.sessions.end(tx, userId, sessionId, 'idle_too_long', now);
      const ending = { userId, sessionId, reason: 'idle_too_long', count: 1 } as const;
      const about = { organizationId, actorId: null };
      if (ended) await this.events.add(tx, events.sessionEnded, ending, about);
    });
    throw new AppError('invalid_refresh_token');
  }

  /** Rotates tokens that came together: their durable commit costs more than all the rest. */
  private async rotateAll(tokens: readonly string[]): Promise<ReadonlyMap<string, Refreshed>> {
    const asked = tokens.map((token) => {
      const refreshToken = this.childOf(token, this.keys.currentId);
      return { token, hash: hashToken(token), refreshToken };
    });
    const sessions = await this.repository.rotate(
      asked.map(({ hash }) => hash),
      asked.map(({ refreshToken }) => hashToken(refreshToken)),
      this.clock.now(),
    );
    const byHash = new Map(sessions.map((session) => [session.tokenHash.toString('hex'), session]));
    const refreshed = new Map<string, Refreshed>();
    for (const { token, hash, refreshToken } of asked) {
      const session = byHash.get(hash.toString('hex'));
      if (session) refreshed.set(token, { session, refreshToken });
    }
    return refreshed;
  }

  private async answerAgain(token: string, now: Date): Promise<Refreshed> {
    const children = this.keys.ids.map((id) => this.childOf(token, id));
    const used = await this.repository.findUsed(hashToken(token), children.map(hashToken), now);
    if (!used?.live || !used.usedAt) throw new AppError('invalid_refresh_token');
    const child = children.find((candidate) => used.unusedChild?.equals(hashToken(candidate)));
    const grace = seconds(this.config.GATEHOUSE_REFRESH_GRACE_SECONDS);
    if (child !== undefined && now.getTime() - used.usedAt.getTime() <= grace)
      return { session: used, refreshToken: child };
    await this.endForReuse(used, now);
    throw new AppError('invalid_refresh_token');
  }

  /** Committed before the error is thrown, so that the error cannot roll it back (attack 4). */
  private async endForReuse(used: UsedToken, now: Date): Promise<void> {
    const isFirst = await this.database.transaction(async (tx) => {
      const { id: sessionId, userId, organizationId } = used;
      const ended = await this.sessions.end(tx, userId, sessionId, 'refresh_token_reused', now);
      if (!ended) return false;
      const about = { organizationId, actorId: null };
      await this.events.add(tx, events.refreshTokenReused, { userId, sessionId }, about);
      const ending = { userId, sessionId, reason: 'refresh_token_reused', count: 1 } as const;
      await this.events.add(tx, events.sessionEnded, ending, about);
      return true;
    });
    if (isFirst) this.countReuse({});
  }

  private childOf(token: string, keyId: string): string {
    const key = this.keys.derive('refresh-tokens', keyId);
    return createHmac('sha256', key).update(token).digest('base64url');
  }
}

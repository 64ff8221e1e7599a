import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Clock, minutes } from '../../../../kernel/clock.js';
import { Authenticator, type SessionCaller } from '../../../../platform/http/caller.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { AccessTokensService } from '../../tokens/access-tokens.service.js';
import { UseCounts } from '../../use-counts.js';
import { type KnownSession, KnownSessionsService } from './known-sessions.service.js';
import { LiveSessionsRepository } from './live-sessions.repository.js';

/** How exact "last seen" is. */
const seenPrecision = minutes(1);

/**
 * Authenticates bearer tokens. A revocation or a changed role bites at the next request on every
 * instance (C15).
 */
@Injectable()
export class SessionAuthenticator extends Authenticator implements OnModuleInit, OnModuleDestroy {
  private readonly seen: UseCounts;

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly known: KnownSessionsService,
    private readonly clock: Clock,
    repository: LiveSessionsRepository,
    logger: Logger,
  ) {
    super();
    this.seen = new UseCounts(
      (uses, at) => repository.markSeen([...uses.keys()], at),
      clock,
      logger,
    );
  }

  onModuleInit(): void {
    this.seen.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.seen.stop();
  }

  authenticate(token: string): SessionCaller | null | Promise<SessionCaller | null> {
    const verified = this.tokens.verifyKnown(token);
    const session = verified && this.known.current(verified.sessionId);
    return session && !this.isIdle(session) ? this.admit(session) : this.find(token);
  }

  private async find(token: string): Promise<SessionCaller | null> {
    const verified = await this.tokens.verify(token);
    return verified ? this.look(verified.sessionId) : null;
  }

  async look(sessionId: string): Promise<SessionCaller | null> {
    const session = await this.known.look(sessionId);
    if (!session || !this.isIdle(session)) return session ? this.admit(session) : null;
    // Another instance may have seen it since.
    this.known.forget(sessionId);
    const fresh = await this.known.look(sessionId);
    return fresh && !this.isIdle(fresh) ? this.admit(fresh) : null;
  }

  /** Whether it was not used for longer than the organization's policy lets it be. */
  private isIdle({ lastSeenAt, idleLimit: limit }: KnownSession): boolean {
    return this.clock.time() - lastSeenAt > limit;
  }

  /** The caller of a session that stands, unless it has ended or run out. */
  private admit(session: KnownSession): SessionCaller | null {
    const { caller } = session;
    const now = this.clock.time();
    if (!caller || caller.expiresAt.getTime() <= now) return null;
    if (now - session.lastSeenAt > seenPrecision) {
      session.lastSeenAt = now;
      this.seen.add(caller.sessionId);
    }
    return caller;
  }
}

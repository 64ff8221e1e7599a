import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { rolePermissions } from '@gatehouse/contracts/permissions';
import { LRUCache } from 'lru-cache';
import { Clock, minutes } from '../../../kernel/clock.js';
import { Authenticator, type SessionCaller } from '../../../platform/http/caller.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import { Batcher } from './batcher.js';
import { SeenMarks } from './seen-marks.js';
import { type LiveSession, LiveSessionsRepository } from './live-sessions.repository.js';
import { needsEnrolment } from './sessions.service.js';

interface KnownSession {
  readonly version: number;
  /** Null when the session has ended. */
  readonly caller: SessionCaller | null;
  lastSeenAt: number;
}

const mostSessions = 50_000;
const nothingToSay: ReadonlyMap<string, never> = new Map<string, never>();
/** How exact "last seen" is. */
const seenPrecision = minutes(1);

/**
 * Authenticates bearer tokens. What a session may do is kept in memory, but every request checks
 * that its version still stands in PostgreSQL, so a revocation or a changed role bites at the next
 * request on every instance (C15). The checks of requests that arrive together share one statement.
 */
@Injectable()
export class SessionAuthenticator extends Authenticator implements OnModuleInit, OnModuleDestroy {
  private readonly known = new LRUCache<string, KnownSession>({ max: mostSessions });
  private readonly checks = new Batcher<never>((ids) => this.refresh(ids));
  private readonly seen: SeenMarks;

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly repository: LiveSessionsRepository,
    private readonly clock: Clock,
    logger: Logger,
  ) {
    super();
    this.seen = new SeenMarks((ids, at) => repository.markSeen(ids, at), clock, logger);
  }

  onModuleInit(): void {
    this.seen.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.seen.stop();
  }

  async authenticate(token: string): Promise<SessionCaller | null> {
    const verified = this.tokens.verifyKnown(token) ?? (await this.tokens.verify(token));
    if (!verified) return null;
    await this.checks.add(verified.sessionId);
    const session = this.known.get(verified.sessionId);
    const now = this.clock.time();
    if (!session?.caller || session.caller.expiresAt.getTime() <= now) return null;
    if (now - session.lastSeenAt > seenPrecision) {
      session.lastSeenAt = now;
      this.seen.add(verified.sessionId);
    }
    return session.caller;
  }

  /** Brings what is known of sessions up to date. */
  private async refresh(ids: readonly string[]): Promise<ReadonlyMap<string, never>> {
    const asked = ids.map((id) => ({ id, version: this.known.get(id)?.version ?? 0 }));
    const changed = await this.repository.listChanged(asked);
    for (const session of changed) {
      // Two statements may answer in either order; versions only grow.
      if ((this.known.get(session.id)?.version ?? 0) >= session.version) continue;
      this.known.set(session.id, {
        version: session.version,
        caller: session.live ? toCaller(session) : null,
        lastSeenAt: session.lastSeenAt.getTime(),
      });
    }
    return nothingToSay;
  }
}

function toCaller(session: LiveSession): SessionCaller {
  const { role } = session;
  return {
    userId: session.userId,
    kind: 'session',
    sessionId: session.id,
    organizationId: session.organizationId,
    role,
    platformRole: session.platformRole,
    permissions: role ? rolePermissions[role] : [],
    enrolmentRequired: needsEnrolment(role, session),
    expiresAt: session.expiresAt,
    authenticatedAt: session.authenticatedAt,
  };
}

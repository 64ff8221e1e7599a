import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sessionPermissions } from '@gatehouse/contracts/permissions';
import { LRUCache } from 'lru-cache';
import { Clock, minutes } from '../../../kernel/clock.js';
import { Changes } from '../../../platform/database/changes.js';
import { Instances } from '../../../platform/database/instances.js';
import { Authenticator, type SessionCaller } from '../../../platform/http/caller.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import { entitlementOf } from '../roles/entitlement.js';
import { Batcher } from './batcher.js';
import { SeenMarks } from './seen-marks.js';
import { idleLimit } from './session-limits.js';
import { type LiveSession, LiveSessionsRepository } from './live-sessions.repository.js';
import { needsEnrolment } from './sessions.service.js';

interface KnownSession {
  readonly version: number;
  /** Null when the session has ended. */
  readonly caller: SessionCaller | null;
  /** In which term of this instance's being alone it was looked up; 0 when it must be looked up again. */
  knownIn: number;
  lastSeenAt: number;
  /** How long it may be unused, in milliseconds. */
  readonly idleLimit: number;
}

const mostSessions = 50_000;
const nothingToSay: ReadonlyMap<string, never> = new Map<string, never>();
/** How exact "last seen" is. */
const seenPrecision = minutes(1);

/**
 * Authenticates bearer tokens. A revocation or a changed role bites at the next request on every
 * instance (C15). What a session may do is kept in memory. While this instance is alone, it hears of
 * each change before whoever made it; otherwise every request checks that the session's version
 * still stands in PostgreSQL, and the checks of requests that arrive together share one statement.
 */
@Injectable()
export class SessionAuthenticator extends Authenticator implements OnModuleInit, OnModuleDestroy {
  private readonly known = new LRUCache<string, KnownSession>({ max: mostSessions });
  private readonly checks = new Batcher<never>((ids) => this.refresh(ids));
  private readonly seen: SeenMarks;
  /** How many changes were heard of. */
  private changes = 0;

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly repository: LiveSessionsRepository,
    private readonly clock: Clock,
    private readonly instances: Instances,
    changes: Changes,
    logger: Logger,
  ) {
    super();
    this.seen = new SeenMarks((ids, at) => repository.markSeen(ids, at), clock, logger);
    changes.on('session', (id) => this.forget(id));
  }

  onModuleInit(): void {
    this.seen.start();
  }

  async onModuleDestroy(): Promise<void> {
    await this.seen.stop();
  }

  authenticate(token: string): SessionCaller | null | Promise<SessionCaller | null> {
    const verified = this.tokens.verifyKnown(token);
    const session = verified && this.current(verified.sessionId);
    return session && !this.isIdle(session) ? this.admit(session) : this.find(token);
  }

  private async find(token: string): Promise<SessionCaller | null> {
    const verified = await this.tokens.verify(token);
    if (!verified) return null;
    const session = await this.look(verified.sessionId);
    if (!session || !this.isIdle(session)) return session ? this.admit(session) : null;
    // Another instance may have seen it since.
    this.known.delete(verified.sessionId);
    const fresh = await this.look(verified.sessionId);
    return fresh && !this.isIdle(fresh) ? this.admit(fresh) : null;
  }

  private async look(id: string): Promise<KnownSession | undefined> {
    await this.checks.add(id);
    return this.known.get(id);
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

  /** What is known of a session, where that needs no look at the database. */
  private current(id: string): KnownSession | undefined {
    const { soleTerm } = this.instances;
    if (soleTerm === 0) return undefined;
    const session = this.known.get(id);
    return session?.knownIn === soleTerm ? session : undefined;
  }

  private forget(id: string): void {
    this.changes += 1;
    const session = this.known.get(id);
    if (session) session.knownIn = 0;
  }

  /** Brings what is known of sessions up to date. */
  private async refresh(ids: readonly string[]): Promise<ReadonlyMap<string, never>> {
    const { changes } = this;
    const { soleTerm } = this.instances;
    const asked = ids.map((id) => ({ id, version: this.known.get(id)?.version ?? 0 }));
    const changed = await this.repository.listChanged(asked);
    for (const session of changed) {
      // Two statements may answer in either order; versions only grow.
      if ((this.known.get(session.id)?.version ?? 0) >= session.version) continue;
      this.known.set(session.id, {
        version: session.version,
        caller: session.live ? toCaller(session) : null,
        knownIn: 0,
        lastSeenAt: session.lastSeenAt.getTime(),
        idleLimit: idleLimit(session),
      });
    }
    // The statement may have begun before a change that was heard of meanwhile: ask again next time.
    if (changes === this.changes)
      for (const id of ids) {
        const session = this.known.get(id);
        if (session) session.knownIn = soleTerm;
      }
    return nothingToSay;
  }
}

function toCaller(found: LiveSession): SessionCaller {
  // Whoever acts for somebody does so as a member of an organization, never as staff, and by the
  // second factor that they proved themselves.
  const acting = { platformRole: null, secondFactor: true };
  const session = found.impersonatorId === null ? found : { ...found, ...acting };
  return {
    ...entitlementOf(session),
    userId: session.userId,
    kind: 'session',
    sessionId: session.id,
    impersonatorId: session.impersonatorId,
    organizationId: session.organizationId,
    platformRole: session.platformRole,
    permissions: sessionPermissions(session),
    enrolmentRequired: needsEnrolment(session),
    expiresAt: session.expiresAt,
    authenticatedAt: session.authenticatedAt,
  };
}

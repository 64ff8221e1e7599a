import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { sessionPermissions } from '@gatehouse/contracts/permissions';
import { Clock, minutes } from '../../../kernel/clock.js';
import {
  type Changed,
  type KnownVersion,
  VersionedMemory,
} from '../../../platform/cache/versioned-memory.js';
import { Changes } from '../../../platform/database/changes.js';
import { Instances } from '../../../platform/database/instances.js';
import { Authenticator, type SessionCaller } from '../../../platform/http/caller.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import { entitlementOf } from '../roles/entitlement.js';
import { UseCounts } from '../use-counts.js';
import { idleLimit } from './session-limits.js';
import { type LiveSession, LiveSessionsRepository } from './live-sessions.repository.js';
import { needsEnrolment } from './sessions.service.js';

interface KnownSession {
  /** Null when the session has ended. */
  readonly caller: SessionCaller | null;
  lastSeenAt: number;
  /** How long it may be unused, in milliseconds. */
  readonly idleLimit: number;
}

const mostSessions = 50_000;
/** How exact "last seen" is. */
const seenPrecision = minutes(1);

/**
 * Authenticates bearer tokens. A revocation or a changed role bites at the next request on every
 * instance (C15): what a session may do is kept in memory for as long as its version stands.
 */
@Injectable()
export class SessionAuthenticator extends Authenticator implements OnModuleInit, OnModuleDestroy {
  private readonly known: VersionedMemory<KnownSession>;
  private readonly seen: UseCounts;

  constructor(
    private readonly tokens: AccessTokensService,
    private readonly repository: LiveSessionsRepository,
    private readonly clock: Clock,
    instances: Instances,
    changes: Changes,
    logger: Logger,
  ) {
    super();
    this.seen = new UseCounts(
      (uses, at) => repository.markSeen([...uses.keys()], at),
      clock,
      logger,
    );
    this.known = new VersionedMemory(instances, changes, {
      most: mostSessions,
      topic: 'session',
      listChanged: (known) => this.listChanged(known),
    });
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

  private async listChanged(known: readonly KnownVersion[]): Promise<Changed<KnownSession>> {
    const changed = await this.repository.listChanged(known);
    return new Map(
      changed.map((session) => [session.id, { version: session.version, state: toKnown(session) }]),
    );
  }
}

const toKnown = (session: LiveSession): KnownSession => ({
  caller: session.live ? toCaller(session) : null,
  lastSeenAt: session.lastSeenAt.getTime(),
  idleLimit: idleLimit(session),
});

function toCaller(found: LiveSession): SessionCaller {
  // Whoever acts for somebody does so as a member of an organization, never as staff, and by the
  // second factor that they proved themselves.
  const acting = { platformRole: null, secondFactor: true, acceptedFactors: null };
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

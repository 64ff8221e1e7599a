import { Injectable } from '@nestjs/common';
import {
  type Changed,
  type KnownVersion,
  VersionedMemory,
} from '../../../../platform/cache/versioned-memory.js';
import { Changes } from '../../../../platform/database/changes.js';
import { Instances } from '../../../../platform/database/instances.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { entitlementOf } from '../../roles/entitlement.js';
import { idleLimit } from '../session-limits.js';
import { holderOf } from '../token-holder.js';
import { type LiveSession, LiveSessionsRepository } from './live-sessions.repository.js';

/** A session, as it was at one version of it. */
export interface KnownSession {
  /** Null when the session has ended. */
  readonly caller: SessionCaller | null;
  /** When it was last used, in milliseconds since 1970; not of any version. */
  lastSeenAt: number;
  /** How long it may be unused, in milliseconds. */
  readonly idleLimit: number;
}

const mostSessions = 50_000;

/** Remembers what may be done in sessions, for as long as their version stands. */
@Injectable()
export class KnownSessionsService {
  private readonly known: VersionedMemory<KnownSession>;

  constructor(
    private readonly repository: LiveSessionsRepository,
    instances: Instances,
    changes: Changes,
  ) {
    this.known = new VersionedMemory(instances, changes, {
      most: mostSessions,
      topic: 'session',
      listChanged: (known) => this.listChanged(known),
    });
  }

  /** What is known of a session, where that needs no look at the database. */
  current(id: string): KnownSession | undefined {
    return this.known.current(id);
  }

  /** A session as it is now; undefined when there is none. */
  look(id: string): Promise<KnownSession | undefined> {
    return this.known.look(id);
  }

  /** A session as it is at a version that the database has just told of, or at a later one. */
  async at(id: string, version: number): Promise<KnownSession | undefined> {
    return this.known.since(id, version) ?? (await this.known.look(id));
  }

  /** Forgets a session: the next look brings it, whether it has changed or not. */
  forget(id: string): void {
    this.known.forget(id);
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
    ...holderOf(session, session, session.secondFactor),
    kind: 'session',
    impersonatorId: session.impersonatorId,
    platformRole: session.platformRole,
    expiresAt: session.expiresAt,
  };
}

import { Injectable } from '@nestjs/common';
import type { SessionPreset } from '@gatehouse/contracts/permissions';
import { events, type SessionEndReason } from '@gatehouse/contracts/events';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { TokenPair } from '@gatehouse/contracts/identity/sign-in';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { type Client, deviceKeyOf } from '../devices/client.js';
import { AccessTokensService } from '../tokens/access-tokens.service.js';
import { SessionsRepository } from './sessions.repository.js';
import type { SessionRow } from './sessions.table.js';
import { endOf, strictLifetime } from './session-limits.js';
import type { TokenHolder } from './token-holder.js';

/** Who begins a session, from where, and how they proved who they are. */
export interface NewSession extends Client {
  readonly userId: string;
  readonly organizationId: string | null;
  readonly sessionPreset: SessionPreset;
  readonly methods: readonly string[];
}

/** A session that has just begun; its refresh token exists nowhere else. */
export interface OpenedSession {
  readonly row: SessionRow;
  readonly refreshToken: string;
}

@Injectable()
export class SessionsService {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly tokens: AccessTokensService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** Begins a session. Whoever calls this tells of it: a sign-in by `user.login`. */
  async open(tx: Transaction, session: NewSession): Promise<OpenedSession> {
    const opened = this.prepare(session);
    await this.repository.insert(tx, opened.row, hashToken(opened.refreshToken));
    return opened;
  }

  /** A session that is about to begin, with a new id at every sign-in and step-up (attack 12). */
  prepare(session: NewSession): OpenedSession {
    const now = this.clock.now();
    const refreshToken = newToken();
    const latest = after(now, days(this.config.GATEHOUSE_SESSION_DAYS));
    const row: SessionRow = {
      id: newId(),
      userId: session.userId,
      organizationId: session.organizationId,
      version: 1,
      methods: [...session.methods],
      ipAddress: session.clientAddress,
      userAgent: session.userAgent.slice(0, 512),
      authenticatedAt: now,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: endOf(now, latest, session.sessionPreset),
      endedAt: null,
      endReason: null,
      deviceKey: deviceKeyOf(session),
      impersonatorId: null,
      parentSessionId: null,
    };
    return { row, refreshToken };
  }

  /** The tokens of a session. */
  async issueTokens(holder: TokenHolder, refreshToken: string): Promise<TokenPair> {
    const accessToken = await this.issueAccessToken(holder);
    return { accessToken, refreshToken, tokenType: 'Bearer', expiresIn: this.tokens.lifetime };
  }

  /** @param acting the session, where somebody acts for another in it. */
  async issueAccessToken(holder: TokenHolder, acting?: SessionRow): Promise<string> {
    return this.tokens.issue({
      ...holder,
      scope: holder.enrolmentRequired ? 'enrolment' : [...holder.permissions].join(' '),
      ...(acting ? { impersonatorId: acting.impersonatorId, expiresAt: acting.expiresAt } : {}),
    });
  }

  /** @throws AppError `not_found` when the caller has no such live session. */
  async revoke(caller: SessionCaller, sessionId: string): Promise<void> {
    const reason = sessionId === caller.sessionId ? 'signed_out' : 'revoked';
    const { userId, organizationId } = caller;
    await this.database.transaction(async (tx) => {
      const ended = await this.repository.end(tx, userId, sessionId, reason, this.clock.now());
      if (!ended) throw new AppError('not_found');
      const ending = { userId, sessionId, reason, count: 1 } as const;
      await this.events.add(tx, events.sessionEnded, ending, { organizationId });
    });
  }

  /** Ends all of the caller's sessions, this one included. */
  async revokeAll(caller: SessionCaller): Promise<void> {
    const { userId, organizationId } = caller;
    await this.database.transaction((tx) =>
      this.endAll(tx, userId, 'signed_out_everywhere', { organizationId }),
    );
  }

  /** Ends all of the caller's sessions but this one. */
  async revokeOthers({ userId, organizationId, sessionId }: SessionCaller): Promise<void> {
    await this.database.transaction((tx) =>
      this.endAll(tx, userId, 'signed_out_elsewhere', { organizationId }, sessionId),
    );
  }

  /** Ends the sessions of a person, except one where named, and tells of it where there were any. */
  async endAll(
    tx: Transaction,
    userId: string,
    reason: SessionEndReason,
    about: EventOptions,
    exceptId?: string,
  ): Promise<void> {
    const now = this.clock.now();
    const count = await this.repository.endAll(tx, userId, reason, now, exceptId);
    const ending = { userId, sessionId: null, reason, count };
    if (count > 0) await this.events.add(tx, events.sessionEnded, ending, about);
  }

  /** Ends the sessions in which a person acts in an organization, and tells of it where there were any. */
  async endIn(
    tx: Transaction,
    userId: string,
    organizationId: string,
    reason: SessionEndReason,
  ): Promise<void> {
    const now = this.clock.now();
    const all = undefined;
    const count = await this.repository.endAll(tx, userId, reason, now, all, organizationId);
    const ending = { userId, sessionId: null, reason, count };
    if (count > 0) await this.events.add(tx, events.sessionEnded, ending, { organizationId });
  }

  /**
   * Makes sure that the caller's session lives until the transaction ends. A request is let in
   * before its transaction begins, and what changes how people prove themselves may come late.
   * @throws AppError `unauthenticated`
   */
  async assertLive(tx: Transaction, { sessionId }: SessionCaller): Promise<void> {
    if (!(await this.repository.holdLive(tx, sessionId, this.clock.now())))
      throw new AppError('unauthenticated');
  }

  /** Makes every instance look again at what a person's sessions may do. */
  async invalidate(tx: Transaction, userId: string): Promise<void> {
    await this.repository.invalidate(tx, userId);
  }

  /** Makes every instance look again at the sessions of an organization, and ends them by what it asks now. */
  async applyPolicies(
    tx: Transaction,
    organizationId: string,
    policies: OrganizationPolicies,
  ): Promise<void> {
    const strict = policies.sessions === 'strict';
    await this.repository.applyPolicies(tx, organizationId, strict ? strictLifetime : null);
  }

  /** How many sessions live now. */
  async count(tx: Queryable): Promise<number> {
    return this.repository.count(tx, this.clock.now());
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SessionPreset } from '@gatehouse/contracts/permissions';
import { after, Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { entitlementOf } from '../roles/entitlement.js';
import type { Member } from '../users/account.js';
import { endOf } from './session-limits.js';
import { holdOwner, SessionsRepository } from './sessions.repository.js';
import { type NewSession, type OpenedSession, SessionsService } from './sessions.service.js';
import type { SessionRow } from './sessions.table.js';
import { holderOf } from './token-holder.js';

/** Sessions that come of the caller's: in its place, or beside it. */
@Injectable()
export class SessionSuccessionService {
  constructor(
    private readonly repository: SessionsRepository,
    private readonly sessions: SessionsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a session in which the caller acts for somebody, with the caller's proofs and without a
   * refresh token. @param life in milliseconds; the caller's session is the limit.
   * @throws AppError `unauthenticated` when the caller's session has ended; `conflict` where the
   * person's account is closed
   */
  async impersonate(
    tx: Transaction,
    caller: SessionCaller,
    person: Member,
    life: number,
    client: Client,
  ): Promise<{ row: SessionRow; accessToken: string }> {
    // Whatever ends the caller's session from now on ends this one, too.
    await this.sessions.assertLive(tx, caller);
    // Whoever must choose a new password may need help with that.
    const open = await holdOwner(tx, person.id, { evenToReset: true });
    if (!open) throw new AppError('conflict');
    const { id: userId, organizationId } = person;
    const { sessionPreset, methods } = caller;
    const begun = { userId, organizationId, sessionPreset, methods, ...client };
    const { row: own } = this.sessions.prepare(begun);
    const expiresAt = after(own.createdAt, life);
    const row: SessionRow = {
      ...own,
      authenticatedAt: caller.authenticatedAt,
      expiresAt: expiresAt < caller.expiresAt ? expiresAt : caller.expiresAt,
      impersonatorId: caller.userId,
      parentSessionId: caller.sessionId,
    };
    await this.repository.insertAlone(tx, row);
    // As a member, never as staff, and by what the caller proved, as the authenticator rules.
    const acting = { ...entitlementOf(person), acceptedFactors: null, platformRole: null };
    const holder = holderOf(row, acting, true);
    return { row, accessToken: await this.sessions.issueAccessToken(holder, row) };
  }

  /**
   * Lets a session go on in another organization, under a new id: tokens from before are refused
   * (attack 12). It lives no longer than it would have.
   * @throws AppError `unauthenticated` when the session has ended, also for all callers at once but one.
   */
  async move(
    tx: Transaction,
    { userId, sessionId }: SessionCaller,
    organizationId: string,
    preset: SessionPreset,
  ): Promise<OpenedSession> {
    const now = this.clock.now();
    const reason = 'organization_switched';
    const held = await holdOwner(tx, userId);
    const ended = held && (await this.repository.end(tx, userId, sessionId, reason, now));
    if (!ended) throw new AppError('unauthenticated');
    const lasting = { version: 1, lastSeenAt: now, endedAt: null, endReason: null };
    const expiresAt = endOf(ended.createdAt, ended.expiresAt, preset);
    const row: SessionRow = { ...ended, id: newId(), organizationId, expiresAt, ...lasting };
    const refreshToken = newToken();
    await this.repository.insert(tx, row, hashToken(refreshToken));
    const ending = { userId, sessionId, reason, count: 1 } as const;
    await this.events.add(tx, events.sessionEnded, ending);
    const began = { userId, sessionId: row.id };
    await this.events.add(tx, events.sessionCreated, began, { organizationId });
    return { row, refreshToken };
  }

  /**
   * Begins a session in the place of the caller's, who has proved again who they are: tokens from
   * before are refused (attack 12).
   * @throws AppError `unauthenticated` when the session has ended, also for all callers at once but one.
   */
  async stepUp(
    tx: Transaction,
    { userId, organizationId, sessionId, sessionPreset }: SessionCaller,
    proof: Omit<NewSession, 'userId' | 'organizationId' | 'sessionPreset'>,
  ): Promise<OpenedSession> {
    const reason = 'stepped_up';
    const ended = await this.repository.end(tx, userId, sessionId, reason, this.clock.now());
    if (!ended) throw new AppError('unauthenticated');
    const opened = await this.sessions.open(tx, {
      userId,
      organizationId,
      sessionPreset,
      ...proof,
    });
    const about = { organizationId };
    const ending = { userId, sessionId, reason, count: 1 } as const;
    await this.events.add(tx, events.sessionEnded, ending, about);
    const proved = { userId, sessionId: opened.row.id, method: proof.methods.join('+') };
    await this.events.add(tx, events.sessionSteppedUp, proved, about);
    return opened;
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { DepartureService } from './departure.service.js';
import { ErasureMailsService } from './erasure-mails.service.js';
import { ErasuresRepository } from './erasures.repository.js';

/** People who want to be erased (GDPR article 17), and those who think better of it. */
@Injectable()
export class ErasureService {
  constructor(
    private readonly repository: ErasuresRepository,
    private readonly users: UsersRepository,
    private readonly departure: DepartureService,
    private readonly sessions: SessionsService,
    private readonly mails: ErasureMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Sets the day and ends every session; the caller proved lately who they are.
   * @throws AppError `unauthenticated`, `last_owner`, `last_super_admin`, `forbidden` for the primary admin
   */
  async request(caller: SessionCaller): Promise<{ dueAt: string }> {
    const { userId } = caller;
    const now = this.clock.now();
    const dueAt = after(now, days(this.config.GATEHOUSE_ERASURE_GRACE_DAYS));
    const token = newToken();
    await this.database.transaction(async (tx) => {
      // Whoever ends all sessions to take an account back finds what was asked for in one of them.
      await this.sessions.assertLive(tx, caller);
      const account = await this.users.find(tx, userId, null);
      if (!account) throw new AppError('unauthenticated');
      await this.departure.assertMayGo(tx, userId);
      const tokenHash = hashToken(token);
      await this.repository.request(tx, { userId, tokenHash, requestedAt: now, dueAt });
      await this.sessions.endAll(tx, userId, 'erasure_requested', { actorId: userId });
      const told = { userId, dueAt: dueAt.toISOString() };
      await this.events.add(tx, events.userErasureRequested, told, { actorId: userId });
      await this.mails.requested(tx, account, token, dueAt);
    });
    return { dueAt: dueAt.toISOString() };
  }

  /** @throws AppError `invalid_token` */
  async cancel(token: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      const cancelled = await this.repository.cancelByToken(tx, hashToken(token), now);
      if (!cancelled) throw new AppError('invalid_token');
      await this.tellCancelled(tx, cancelled.userId);
    });
  }

  /** Of these people, those whose erasure is pending. */
  async findPending(tx: Transaction, userIds: readonly string[]): Promise<ReadonlySet<string>> {
    return this.repository.findPending(tx, userIds);
  }

  /** Calls off the erasure of somebody who signed in after asking for it. */
  async cancelOf(tx: Transaction, userId: string, signedInAt: Date): Promise<void> {
    const now = this.clock.now();
    if (await this.repository.cancelOf(tx, userId, signedInAt, now))
      await this.tellCancelled(tx, userId);
  }

  /** Calls off what a person asked for themselves, or a stranger in their name. */
  async cancelRequested(tx: Transaction, userId: string): Promise<void> {
    if (await this.repository.cancelRequested(tx, userId, this.clock.now()))
      await this.tellCancelled(tx, userId);
  }

  /** Calls off what others asked for of somebody whose account is active again. */
  async cancelOrdered(tx: Transaction, userId: string): Promise<void> {
    const account = await this.users.find(tx, userId, null);
    if (!account?.isActive) return;
    if (await this.repository.cancelOrdered(tx, userId, this.clock.now()))
      await this.tellCancelled(tx, userId, null);
  }

  private async tellCancelled(
    tx: Transaction,
    userId: string,
    actorId: string | null = userId,
  ): Promise<void> {
    await this.events.add(tx, events.userErasureCancelled, { userId }, { actorId });
  }
}

import { Injectable } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { Database, type Queryable, type Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { MessageBudgetsRepository } from '../factors/message-code/message-budgets.repository.js';
import { UsersRepository } from '../users/users.repository.js';

/** Who reaches out: budgets are of the organization, and of the person, who can found many. */
export interface Outreach {
  readonly organizationId: string;
  readonly userId: string;
}

/** Mails to people who have not confirmed that they belong; answers that an address is in use elsewhere. */
export type OutreachKind = 'mails' | 'taken';

const outreachOf = (caller: Caller): Outreach => ({
  organizationId: organizationOf(caller),
  userId: caller.userId,
});

/** In one order, so that of two who count at once none waits for the other in a circle. */
const keysOf = (kind: OutreachKind, { organizationId, userId }: Outreach): string[] =>
  [organizationId, userId].map((id) => `${kind}:${id}`).toSorted((a, b) => (a < b ? -1 : 1));

/**
 * What may be done in a day (UTC) to addresses of people who are not of an organization, which
 * anybody can found: no mails without end, and no finding out in bulk who is here (attack 8).
 */
@Injectable()
export class OutreachService {
  constructor(
    private readonly budgets: MessageBudgetsRepository,
    private readonly users: UsersRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /** How often it may still be done today. */
  async countLeft(tx: Queryable, kind: OutreachKind, by: Outreach): Promise<number> {
    const most = await this.budgets.findMost(tx, keysOf(kind, by), this.today());
    return Math.max(0, this.limitOf(kind) - most);
  }

  /** @throws AppError `too_many_requests` when too many addresses of today were in use elsewhere */
  async assertMayAsk(caller: Caller): Promise<void> {
    const left = await this.countLeft(this.database.connection, 'taken', outreachOf(caller));
    if (left === 0) throw this.usedUp();
  }

  /**
   * Counts that a caller is told of an address in use; of a member's they learn nothing.
   * @throws AppError `too_many_requests` when it may not be said any more today
   */
  async noteTaken(caller: Caller, emailKey: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const holder = await this.users.findByEmail(tx, emailKey);
      const member = holder && (await this.users.find(tx, holder.id, organizationOf(caller)));
      if (!member?.role) await this.spend(tx, 'taken', caller);
    });
  }

  /** Counts one. @throws AppError `too_many_requests` when it may not be done any more today */
  async spend(tx: Transaction, kind: OutreachKind, caller: Caller): Promise<void> {
    for (const key of keysOf(kind, outreachOf(caller)))
      if (!(await this.budgets.take(tx, key, this.today(), this.limitOf(kind))))
        throw this.usedUp();
  }

  /** Counts several, of which the caller has asked before how many are left. */
  async add(tx: Transaction, kind: OutreachKind, by: Outreach, count: number): Promise<void> {
    if (count === 0) return;
    for (const key of keysOf(kind, by)) await this.budgets.add(tx, key, this.today(), count);
  }

  private limitOf(kind: OutreachKind): number {
    const { GATEHOUSE_STRANGER_MAILS_PER_DAY, GATEHOUSE_TAKEN_ANSWERS_PER_DAY } = this.config;
    return kind === 'mails' ? GATEHOUSE_STRANGER_MAILS_PER_DAY : GATEHOUSE_TAKEN_ANSWERS_PER_DAY;
  }

  private today(): Date {
    const now = this.clock.time();
    return new Date(now - (now % days(1)));
  }

  private usedUp(): AppError {
    const tomorrow = after(this.today(), days(1)).getTime();
    return new AppError('too_many_requests', {
      retryAfter: (tomorrow - this.clock.time()) / 1000,
      detail: 'Your organization has added as many strangers as it may in a day.',
    });
  }
}

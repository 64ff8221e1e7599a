import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Impersonation, ImpersonationWish } from '@gatehouse/contracts/identity/impersonation';
import { Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import type { MailValue } from '../mails/texts/written-mail.js';
import { SessionSuccessionService } from '../sessions/session-succession.service.js';
import { type Member, toUser } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';

/** How an impersonation begins, whoever allows it. */
@Injectable()
export class ActingService {
  constructor(
    private readonly succession: SessionSuccessionService,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins the session in which the caller acts for somebody, whom the caller may act for.
   * @param from where the caller comes from, as the person is told.
   * @throws AppError `forbidden` for staff, for keys and within another impersonation; `conflict` for a deactivated person
   */
  async begin(
    tx: Transaction,
    caller: Caller,
    member: Member,
    wish: ImpersonationWish,
    client: Client,
    from: MailValue,
  ): Promise<Impersonation> {
    if (caller.kind !== 'session' || caller.impersonatorId !== null)
      throw new AppError('forbidden');
    if (member.platformRole !== null || member.isServiceAccount || member.id === caller.userId)
      throw new AppError('forbidden', {
        detail: 'Nobody acts for staff, for service accounts, or for themselves.',
      });
    const actor = await this.users.find(tx, caller.userId, null);
    if (!actor || !member.isActive) throw new AppError('conflict');
    const life = minutes(wish.minutes);
    const begun = await this.succession.impersonate(tx, caller, member, life, client);
    const { row, accessToken } = begun;
    const { id: userId, organizationId } = member;
    const facts = { userId, impersonatorId: actor.id, sessionId: row.id, ...wish };
    await this.events.add(tx, events.impersonationStarted, facts, { organizationId });
    const by = { name: `${actor.firstName} ${actor.lastName}`, from };
    await this.mails.impersonated(tx, member, by, wish);
    return {
      accessToken,
      tokenType: 'Bearer',
      expiresIn: Math.floor((row.expiresAt.getTime() - this.clock.time()) / 1000),
      expiresAt: row.expiresAt.toISOString(),
      user: toUser(member),
    };
  }
}

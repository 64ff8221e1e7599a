import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Impersonation } from '@gatehouse/contracts/identity/impersonation';
import { Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller, SessionCaller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { toUser } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';

/** Why somebody acts for another person, and for how long. */
export interface ImpersonationWish {
  readonly reason: string;
  readonly minutes: number;
}

/**
 * Acting for somebody below oneself. The pipeline keeps whoever does it away from the person's own
 * account; the session ends with its time, and with whatever ends or changes the session it was
 * begun from.
 */
@Injectable()
export class ImpersonationService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly sessions: SessionsService,
    private readonly repository: SessionsRepository,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`; `forbidden`, also for keys and within another impersonation; `conflict` for a deactivated person */
  async begin(
    caller: Caller,
    userId: string,
    wish: ImpersonationWish,
    client: Client,
  ): Promise<Impersonation> {
    if (caller.kind !== 'session' || caller.impersonatorId !== null)
      throw new AppError('forbidden');
    return this.authority.act(caller, userId, async (tx, member) => {
      const actor = await this.users.find(tx, caller.userId, null);
      if (!actor || !member.isActive) throw new AppError('conflict');
      const life = minutes(wish.minutes);
      const { row, accessToken } = await this.sessions.impersonate(
        tx,
        caller,
        member,
        life,
        client,
      );
      const { organizationId } = member;
      const facts = { userId, impersonatorId: actor.id, sessionId: row.id, ...wish };
      await this.events.add(tx, events.impersonationStarted, facts, { organizationId });
      const name = `${actor.firstName} ${actor.lastName}`;
      await this.mails.impersonated(tx, member, name, wish.reason, wish.minutes);
      const expiresIn = Math.floor((row.expiresAt.getTime() - this.clock.time()) / 1000);
      return {
        accessToken,
        tokenType: 'Bearer',
        expiresIn,
        expiresAt: row.expiresAt.toISOString(),
        user: toUser(member),
      };
    });
  }

  /** @throws AppError `conflict` for whoever acts for nobody. */
  async end(caller: SessionCaller): Promise<void> {
    const { userId, sessionId, impersonatorId, organizationId } = caller;
    if (impersonatorId === null)
      throw new AppError('conflict', { detail: 'You act for nobody but yourself.' });
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      await this.repository.end(tx, userId, sessionId, 'impersonation_ended', now);
      const facts = { userId, impersonatorId, sessionId };
      const about = { organizationId, actorId: impersonatorId };
      await this.events.add(tx, events.impersonationEnded, facts, about);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Impersonation, ImpersonationWish } from '@gatehouse/contracts/identity/impersonation';
import { permissionsOf } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller, SessionCaller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { assertHolds } from '../roles/grants.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ActingService } from './acting.service.js';

/**
 * Acting for somebody below oneself. The pipeline keeps whoever does it away from the person's own
 * account; the session ends with its time, and with whatever ends or changes the session it was
 * begun from.
 */
@Injectable()
export class ImpersonationService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly acting: ActingService,
    private readonly sessions: SessionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Acting for somebody is holding what they hold: nobody gains a permission by it (attack 25).
   * @throws AppError `not_found`; `forbidden`, also for keys and within another impersonation; `conflict` for a deactivated person
   */
  async begin(
    caller: Caller,
    userId: string,
    wish: ImpersonationWish,
    client: Client,
  ): Promise<Impersonation> {
    return this.authority.act(caller, userId, async (tx, member) => {
      assertHolds(caller, permissionsOf(member));
      return this.acting.begin(tx, caller, member, wish, client, {
        phrase: 'of_your_organization',
      });
    });
  }

  /** @throws AppError `conflict` for whoever acts for nobody. */
  async end(caller: SessionCaller): Promise<void> {
    const { userId, sessionId, impersonatorId, organizationId } = caller;
    if (impersonatorId === null)
      throw new AppError('conflict', { detail: 'You act for nobody but yourself.' });
    await this.database.transaction(async (tx) => {
      const now = this.clock.now();
      await this.sessions.end(tx, userId, sessionId, 'impersonation_ended', now);
      const facts = { userId, impersonatorId, sessionId };
      const about = { organizationId, actorId: impersonatorId };
      await this.events.add(tx, events.impersonationEnded, facts, about);
    });
  }
}

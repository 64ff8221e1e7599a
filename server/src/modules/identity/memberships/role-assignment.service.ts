import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import type { Grant } from '../roles/grants.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Member } from '../users/account.js';
import { MembershipsRepository } from './memberships.repository.js';

/** Gives members another role, whoever allowed it. */
@Injectable()
export class RoleAssignmentService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly sessions: SessionsService,
    private readonly events: Events,
  ) {}

  /**
   * Holds from the member's next request on; one BOSS who can sign in stays. The caller holds the lock
   * of the organization. @throws AppError `last_owner`
   */
  async assign(
    tx: Transaction,
    member: Member,
    grant: Grant,
    actor: Pick<EventOptions, 'actorId'> = {},
  ): Promise<void> {
    const { id: userId, organizationId } = member;
    if (member.role === 'BOSS' && grant.role !== 'BOSS')
      if (!(await this.memberships.hasOtherOwner(tx, organizationId, userId)))
        throw new AppError('last_owner');
    await this.memberships.setRole(tx, organizationId, userId, grant);
    await this.sessions.invalidate(tx, userId);
    const from = member.customRole?.name ?? member.role;
    const changed = { userId, from, to: grant.title };
    await this.events.add(tx, events.roleChanged, changed, { organizationId, ...actor });
  }
}

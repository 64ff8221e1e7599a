import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Role } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { ApiKeysRepository } from '../api-keys/api-keys.repository.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { MembershipsRepository } from './memberships.repository.js';

/** Ends memberships: nothing that acted in the organization goes on. */
@Injectable()
export class MembershipService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly apiKeys: ApiKeysRepository,
    private readonly sessions: SessionsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Takes a person out of an organization, whose lock the caller holds. */
  async end(
    tx: Transaction,
    member: { readonly userId: string; readonly organizationId: string; readonly role: Role },
  ): Promise<void> {
    const { userId, organizationId, role } = member;
    await this.memberships.remove(tx, organizationId, userId);
    await this.apiKeys.revokeAll(tx, userId, organizationId, this.clock.now());
    await this.sessions.endIn(tx, userId, organizationId, 'organization_left');
    const left = { userId, organizationId, role };
    await this.events.add(tx, events.memberLeft, left, { organizationId });
  }
}

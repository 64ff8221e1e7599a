import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import type { RouteResponse } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { UsersRepository } from '../users/users.repository.js';
import { titleOf } from './invitation.js';
import { InvitationLinksService } from './invitation-links.service.js';

/** People who have an account when they get an invitation. */
@Injectable()
export class AcceptanceService {
  constructor(
    private readonly links: InvitationLinksService,
    private readonly users: UsersRepository,
    private readonly memberships: MembershipsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** What a link offers to whoever reads the mailbox. @throws AppError `invalid_token` */
  async inspect(token: string): Promise<RouteResponse<typeof invitationRoutes.inspect>> {
    const invitation = await this.links.find(token);
    const { organization, inviter, email, role, customRole, expiresAt } = invitation;
    const known = await this.users.findByEmail(this.database.connection, invitation.emailKey);
    return {
      organization,
      invitedBy: inviter,
      email,
      role,
      customRole,
      hasAccount: Boolean(known?.emailVerifiedAt),
      waysIn: await this.links.listWaysIn(invitation),
      expiresAt: expiresAt.toISOString(),
    };
  }

  /** @throws AppError `invalid_token`, `forbidden` for another's invitation, `already_member`, `email_domain_not_allowed` */
  async accept(
    { userId }: Caller,
    token: string,
  ): Promise<RouteResponse<typeof invitationRoutes.accept>> {
    const { organization, customRole } = await this.links.find(token);
    return this.database.transaction(async (tx) => {
      const used = await this.links.use(tx, token);
      const { id, organizationId, email, emailKey, role, customRoleId, invitedBy } = used;
      const invited = await this.users.findByEmail(tx, emailKey);
      if (!invited?.emailVerifiedAt || invited.id !== userId)
        throw new AppError('forbidden', { detail: 'The invitation is for another address.' });
      const createdAt = this.clock.now();
      const membership = { organizationId, userId, role, customRoleId, createdAt };
      if (!(await this.memberships.reserve(tx, membership))) throw new AppError('already_member');
      const facts = { invitationId: id, organizationId, userId, role: titleOf(used, customRole) };
      const accepted = { ...facts, email, invitedBy };
      await this.events.add(tx, events.invitationAccepted, accepted, { organizationId });
      return { organizationId, organization, role };
    });
  }
}

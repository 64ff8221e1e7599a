import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import { requiresSecondFactor } from '@gatehouse/contracts/permissions';
import type { RouteBody, RouteResponse } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { AccountsService } from '../users/accounts.service.js';
import { newUser } from '../users/new-user.js';
import { isTaken } from '../users/users.repository.js';
import { titleOf } from './invitation.js';
import { InvitationLinksService } from './invitation-links.service.js';
import type { NamedInvitation } from './invitations.repository.js';

type Newcomer = RouteBody<typeof invitationRoutes.register>;

/** People who have no account when they accept an invitation. */
@Injectable()
export class NewcomersService {
  constructor(
    private readonly links: InvitationLinksService,
    private readonly accounts: AccountsService,
    private readonly credentials: CredentialsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Makes the account. @throws AppError `invalid_token`, `validation_failed` without a password where it takes one, `weak_password`, `email_taken`, `email_domain_not_allowed`, `overloaded` */
  async register(newcomer: Newcomer): Promise<RouteResponse<typeof invitationRoutes.register>> {
    const { token, firstName, lastName } = newcomer;
    const invitation = await this.links.find(token);
    const { email, customRole } = invitation;
    const passwordHash = await this.prepare(newcomer, invitation);
    const now = this.clock.now();
    const user = newUser({ email, firstName, lastName, passwordHash, emailVerifiedAt: now }, now);
    try {
      return await this.database.transaction(async (tx) => {
        // Its role may be another since the link was looked at.
        const used = await this.links.use(tx, token);
        const { id, organizationId, role, customRoleId, invitedBy } = used;
        const membership = { organizationId, role, customRoleId };
        const actor = { actorId: user.id };
        const { id: userId } = await this.accounts.create(tx, user, membership, actor);
        const facts = { invitationId: id, organizationId, userId, role: titleOf(used, customRole) };
        const accepted = { ...facts, email, invitedBy };
        const about = { organizationId, actorId: userId };
        await this.events.add(tx, events.invitationAccepted, accepted, about);
        return { userId, organizationId };
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('email_taken', { cause: error });
      throw error;
    }
  }

  /** The hash of the password; null for whoever needs none, and gets in by a link. */
  private async prepare(newcomer: Newcomer, invitation: NamedInvitation): Promise<string | null> {
    const { firstName, lastName, password } = newcomer;
    const { email, organizationId } = invitation;
    if (password !== undefined) {
      const secondFactor = requiresSecondFactor(invitation);
      const owner = { secondFactor, ownWords: [email, firstName, lastName], organizationId };
      return this.credentials.prepare(password, owner);
    }
    const ways = await this.links.listWaysIn(invitation);
    if (ways.includes('magic_link') && !ways.includes('password')) return null;
    throw new AppError('validation_failed', {
      fields: [{ pointer: '/body/password', message: 'must be chosen' }],
    });
  }
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { type SessionCaller, organizationOf } from '../../../platform/http/caller.js';
import { MembershipService } from './membership.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';

const alone = 'Nobody else is in it: close it instead of leaving it.';

/** What people do about their own memberships. */
@Injectable()
export class OwnMembershipService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membership: MembershipService,
    private readonly database: Database,
  ) {}

  /**
   * Of several BOSSes that leave at once one remains (attack 7). Whoever is alone in it closes it
   * instead, which asks for a proof: leaving is no way round that.
   * @throws AppError `not_found`, `last_owner`
   */
  async leave(caller: SessionCaller): Promise<void> {
    const { userId } = caller;
    const organizationId = organizationOf(caller);
    await this.database.transaction(async (tx) => {
      await this.organizations.lock(tx, organizationId);
      const role = await this.memberships.findRole(tx, organizationId, userId);
      if (role === null) throw new AppError('not_found');
      const isLast =
        role === 'BOSS' && !(await this.memberships.hasOtherOwner(tx, organizationId, userId));
      if (isLast) {
        const led = await this.memberships.listLed(tx, userId);
        throw new AppError('last_owner', led.includes(organizationId) ? {} : { detail: alone });
      }
      await this.membership.end(tx, { userId, organizationId, role });
    });
  }
}

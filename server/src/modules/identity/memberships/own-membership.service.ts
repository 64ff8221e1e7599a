import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { type SessionCaller, organizationOf } from '../../../platform/http/caller.js';
import { ClosingService } from '../organizations/closing.service.js';
import { MembershipService } from './membership.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';

/** What people do about their own memberships. */
@Injectable()
export class OwnMembershipService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly memberships: MembershipsRepository,
    private readonly membership: MembershipService,
    private readonly closing: ClosingService,
    private readonly database: Database,
  ) {}

  /**
   * Of several BOSSes that leave at once one remains (attack 7). With the last person, who leaves
   * nobody behind, the organization is closed.
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
        if (led.includes(organizationId)) throw new AppError('last_owner');
        await this.closing.close(tx, organizationId, null);
      }
      await this.membership.end(tx, { userId, organizationId, role });
    });
  }
}

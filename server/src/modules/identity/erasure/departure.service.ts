import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { StaffRepository } from '../staff/staff.repository.js';
import { assertNotLast } from '../staff/staff.service.js';
import { UsersRepository } from '../users/users.repository.js';

/** Who may not go yet, because something would have nobody left. */
@Injectable()
export class DepartureService {
  constructor(
    private readonly memberships: MembershipsRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly staff: StaffRepository,
    private readonly users: UsersRepository,
  ) {}

  /**
   * To be asked when they wish to go, and again when they do: in between the others may have gone.
   * An account that was deleted holds nothing any more.
   * @throws AppError `forbidden` for the primary admin, `last_super_admin`, `last_owner`
   */
  async assertMayGo(tx: Transaction, userId: string): Promise<void> {
    const account = await this.users.find(tx, userId, null);
    if (!account) return;
    if (account.isPrimaryAdmin)
      throw new AppError('forbidden', { detail: 'The primary admin cannot be erased.' });
    if (account.platformRole !== null) assertNotLast(await this.staff.lock(tx), account.id);
    await this.assertNotLastOwner(tx, account.id);
  }

  /** An organization keeps a BOSS, as when somebody leaves it (attack 7). */
  private async assertNotLastOwner(tx: Transaction, userId: string): Promise<void> {
    for (const organizationId of await this.memberships.listLed(tx, userId)) {
      await this.organizations.lock(tx, organizationId);
      if (!(await this.memberships.hasOtherOwner(tx, organizationId, userId)))
        throw new AppError('last_owner');
    }
  }
}

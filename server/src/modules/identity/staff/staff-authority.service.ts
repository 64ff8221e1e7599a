import { Injectable } from '@nestjs/common';
import {
  type PlatformPermission,
  platformRank,
  platformRolePermissions,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { StaffRepository } from './staff.repository.js';

/** What members of the staff may do at the moment that they do it. */
@Injectable()
export class StaffAuthorityService {
  constructor(private readonly staff: StaffRepository) {}

  /**
   * The rank of a caller who may do something as staff, and remains who they are until the transaction
   * ends: whoever dismisses them waits, and then ends what begins here.
   * @throws AppError `forbidden`
   */
  async hold(tx: Transaction, { userId }: Caller, permission: PlatformPermission): Promise<number> {
    const role = await this.staff.hold(tx, userId);
    if (role === null || !platformRolePermissions[role].includes(permission))
      throw new AppError('forbidden');
    return platformRank(role);
  }
}

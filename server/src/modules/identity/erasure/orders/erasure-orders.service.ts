import { Injectable } from '@nestjs/common';
import type { InactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { platformRank, platformRolePermissions } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../../kernel/page.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import type { Caller } from '../../../../platform/http/caller.js';
import { StaffRepository } from '../../staff/staff.repository.js';
import {
  type InactiveAccountRow,
  InactiveAccountsRepository,
} from './inactive-accounts.repository.js';
import { OrderingService } from './ordering.service.js';

/** The staff of the installation erases people who left, whether or not they asked for it. */
@Injectable()
export class ErasureOrdersService {
  constructor(
    private readonly accounts: InactiveAccountsRepository,
    private readonly staff: StaffRepository,
    private readonly ordering: OrderingService,
    private readonly database: Database,
  ) {}

  async listAccounts(
    search: string | undefined,
    limit: number,
    cursor?: string,
  ): Promise<Page<InactiveAccount>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const rows = await this.accounts.list(this.database.connection, search, limit, before);
    return toPage(rows, limit, (row) => row.id, toInactiveAccount);
  }

  /**
   * Sets the day. Only of staff below the caller.
   * @throws AppError as `OrderingService.order`; `forbidden`
   */
  async order(caller: Caller, userId: string, reason: string): Promise<{ dueAt: string }> {
    return this.database.transaction(async (tx) => {
      const rank = await this.holdRank(tx, caller);
      const account = await this.accounts.hold(tx, userId);
      if (account && account.platformRole !== null && platformRank(account.platformRole) >= rank)
        throw new AppError('forbidden');
      return this.ordering.order(tx, account, reason);
    });
  }

  /** @throws AppError `forbidden`, `not_found` unless one was ordered */
  async callOff(caller: Caller, userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.holdRank(tx, caller);
      await this.ordering.callOff(tx, userId);
    });
  }

  /** Whoever dismisses the caller now waits until this is done. */
  private async holdRank(tx: Transaction, { userId }: Caller): Promise<number> {
    const role = await this.staff.hold(tx, userId);
    if (role === null || !platformRolePermissions[role].includes('user:erase_any'))
      throw new AppError('forbidden');
    return platformRank(role);
  }
}

const toInactiveAccount = (row: InactiveAccountRow): InactiveAccount => ({
  id: row.id,
  email: row.email,
  firstName: row.firstName,
  lastName: row.lastName,
  status: row.deletedAt === null ? 'deactivated' : 'deleted',
  erasure: row.dueAt && { dueAt: row.dueAt.toISOString(), reason: row.reason },
});

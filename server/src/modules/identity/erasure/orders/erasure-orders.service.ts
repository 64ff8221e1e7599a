import { Injectable } from '@nestjs/common';
import type { InactiveAccount } from '@gatehouse/contracts/identity/erasure-orders';
import { platformRank } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../../kernel/page.js';
import { Database } from '../../../../platform/database/database.js';
import type { Caller } from '../../../../platform/http/caller.js';
import { StaffAuthorityService } from '../../staff/staff-authority.service.js';
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
    private readonly authority: StaffAuthorityService,
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
      const rank = await this.authority.hold(tx, caller, 'user:erase_any');
      const account = await this.accounts.hold(tx, userId);
      if (account && account.platformRole !== null && platformRank(account.platformRole) >= rank)
        throw new AppError('forbidden');
      return this.ordering.order(tx, account, reason);
    });
  }

  /** @throws AppError `forbidden`, `not_found` unless one was ordered */
  async callOff(caller: Caller, userId: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.authority.hold(tx, caller, 'user:erase_any');
      await this.ordering.callOff(tx, userId);
    });
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

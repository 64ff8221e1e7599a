import { Injectable } from '@nestjs/common';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { StandingService } from '../users/standing.service.js';
import { UsersService } from '../users/users.service.js';
import { toServiceAccount } from './service-account.js';
import { ServiceAccountsService } from './service-accounts.service.js';

/** What becomes of service accounts: the same deeds, under the same rules, as with people. */
@Injectable()
export class ServiceAccountStandingService {
  constructor(
    private readonly accounts: ServiceAccountsService,
    private readonly standing: StandingService,
    private readonly users: UsersService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async rename(caller: Caller, id: string, name: string): Promise<ServiceAccount> {
    await this.assertKnown(caller, id);
    return toServiceAccount(await this.users.change(caller, id, { firstName: name }));
  }

  /** @throws AppError `not_found`, `forbidden` */
  async assignRole(caller: Caller, id: string, role: RoleKey): Promise<ServiceAccount> {
    await this.assertKnown(caller, id);
    return toServiceAccount(await this.standing.assignRole(caller, id, role));
  }

  /** @throws AppError `not_found`, `forbidden` */
  async deactivate(caller: Caller, id: string): Promise<ServiceAccount> {
    await this.assertKnown(caller, id);
    return toServiceAccount(await this.standing.deactivate(caller, id));
  }

  /** @throws AppError `not_found`, `forbidden` */
  async activate(caller: Caller, id: string): Promise<ServiceAccount> {
    await this.assertKnown(caller, id);
    return toServiceAccount(await this.standing.activate(caller, id));
  }

  /** @throws AppError `not_found`, `forbidden` */
  async remove(caller: Caller, id: string): Promise<void> {
    await this.assertKnown(caller, id);
    await this.standing.remove(caller, id);
  }

  /** A person never becomes a service account, nor the reverse: one look before the deed is enough. */
  private async assertKnown(caller: Caller, id: string): Promise<void> {
    await this.accounts.get(this.database.connection, caller, id);
  }
}

import { Injectable } from '@nestjs/common';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import type { ServiceAccount } from '@gatehouse/contracts/identity/service-accounts';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { GrantsService } from '../roles/grants.service.js';
import type { Member } from '../users/account.js';
import { AccountsService } from '../users/accounts.service.js';
import { newUser } from '../users/new-user.js';
import { UsersRepository } from '../users/users.repository.js';
import { toServiceAccount } from './service-account.js';

const filter = { isServiceAccount: true };

/**
 * Accounts of an organization without a person: users who have no password and no address, and so
 * no way to sign in. Who may act on whom is as with people (C17).
 */
@Injectable()
export class ServiceAccountsService {
  constructor(
    private readonly users: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly authority: AuthorityService,
    private readonly grants: GrantsService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<ServiceAccount>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const rows = await this.users.list(connection, organizationId, filter, limit, before);
    return toPage(rows, limit, (row) => row.id, toServiceAccount);
  }

  /** @throws AppError `not_found`, also for people */
  async show(caller: Caller, id: string): Promise<ServiceAccount> {
    return toServiceAccount(await this.get(this.database.connection, caller, id));
  }

  /** One of the caller's organization. @throws AppError `not_found`, also for people */
  async get(tx: Queryable, caller: Caller, id: string): Promise<Member> {
    const member = await this.authority.getMember(tx, caller, id);
    if (!member.isServiceAccount) throw new AppError('not_found');
    return member;
  }

  /** The role must be below the caller's, as for a person. @throws AppError `not_found`, `forbidden` */
  async create(caller: Caller, name: string, role: RoleKey): Promise<ServiceAccount> {
    const organizationId = organizationOf(caller);
    const id = newId();
    // The column wants an address; nobody can have one of this domain (RFC 2606).
    const given = { id, email: `${id}@service.invalid`, firstName: name, lastName: '' };
    const user = newUser({ ...given, isServiceAccount: true }, this.clock.now());
    return this.database.transaction(async (tx) => {
      const grant = await this.grants.get(tx, caller, role);
      await this.accounts.createForService(tx, user, { organizationId, ...grant }, grant.title);
      return toServiceAccount(await this.get(tx, caller, id));
    });
  }
}

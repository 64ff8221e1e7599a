import { Injectable } from '@nestjs/common';
import type { Impersonation, ImpersonationWish } from '@gatehouse/contracts/identity/impersonation';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { SupportedOrganization } from '@gatehouse/contracts/identity/support';
import type { User } from '@gatehouse/contracts/identity/user';
import { after } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import type { Client } from '../devices/client.js';
import { ActingService } from '../impersonation/acting.service.js';
import { reopenable } from '../organizations/closing.service.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { StaffAuthorityService } from '../staff/staff-authority.service.js';
import { toUser } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { SupportRepository, type SupportedRow } from './support.repository.js';

/** Whom somebody acts for, and where. */
export interface Supported {
  readonly organizationId: string;
  readonly userId: string;
}

/** What the staff of the installation sees of any organization, and does there: act for its people. */
@Injectable()
export class SupportService {
  constructor(
    private readonly repository: SupportRepository,
    private readonly users: UsersRepository,
    private readonly policies: PoliciesRepository,
    private readonly authority: StaffAuthorityService,
    private readonly acting: ActingService,
    private readonly database: Database,
  ) {}

  async listOrganizations(
    search: string | undefined,
    limit: number,
    cursor?: string,
  ): Promise<Page<SupportedOrganization>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const rows = await this.repository.list(this.database.connection, search, limit, before);
    return toPage(rows, limit, (row) => row.id, toSupported);
  }

  /** @throws AppError `not_found` */
  async getOrganization(id: string): Promise<SupportedOrganization> {
    return toSupported(await this.get(this.database.connection, id));
  }

  /** @throws AppError `not_found` */
  async listPeople(
    id: string,
    search: string | undefined,
    limit: number,
    cursor?: string,
  ): Promise<Page<User>> {
    const { connection } = this.database;
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    await this.get(connection, id);
    const rows = await this.users.list(connection, id, { search }, limit, before);
    return toPage(rows, limit, (row) => row.id, toUser);
  }

  /** @throws AppError `not_found` */
  async getPolicies(id: string): Promise<OrganizationPolicies> {
    const { connection } = this.database;
    await this.get(connection, id);
    return (await this.policies.get(connection, id)).policies;
  }

  /** @throws AppError `not_found`; `forbidden`, also for staff; `conflict` for a deactivated person */
  async impersonate(
    caller: Caller,
    { organizationId, userId }: Supported,
    wish: ImpersonationWish,
    client: Client,
  ): Promise<Impersonation> {
    return this.database.transaction(async (tx) => {
      await this.authority.hold(tx, caller, 'user:impersonate_any');
      const account = await this.users.find(tx, userId, organizationId);
      if (!account?.role) throw new AppError('not_found');
      const member = { ...account, organizationId, role: account.role };
      return this.acting.begin(tx, caller, member, wish, client, { phrase: 'of_the_staff' });
    });
  }

  private async get(tx: Queryable, id: string): Promise<SupportedRow> {
    const row = await this.repository.find(tx, id);
    if (!row) throw new AppError('not_found');
    return row;
  }
}

/** When one that is closed is erased. */
const dueOf = ({ closedAt }: SupportedRow): Date | null => closedAt && after(closedAt, reopenable);

const toSupported = (row: SupportedRow): SupportedOrganization => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  closedAt: row.closedAt?.toISOString() ?? null,
  erasedAt: (row.erasedAt ?? dueOf(row))?.toISOString() ?? null,
  erased: row.erasedAt !== null,
});

import { Injectable } from '@nestjs/common';
import type { Group, GroupMember, groupRoutes } from '@gatehouse/contracts/identity/groups/groups';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { UsersService } from '../users/users.service.js';
import { toGroup } from './group.js';
import { GroupsRepository } from './groups.repository.js';

const nameCursor = /^[^\n]{1,400}$/;

/** What the caller's organization sees of its groups. */
@Injectable()
export class GroupListsService {
  constructor(
    private readonly repository: GroupsRepository,
    private readonly users: UsersService,
    private readonly database: Database,
  ) {}

  /** By name. */
  async list(
    caller: Caller,
    { limit, cursor, search }: RouteQuery<typeof groupRoutes.list>,
  ): Promise<Page<Group>> {
    const after = cursor === undefined ? undefined : decodeCursor(cursor, nameCursor);
    const { connection } = this.database;
    const found = { limit, after, search };
    const rows = await this.repository.list(connection, organizationOf(caller), found);
    return toPage(
      rows,
      limit,
      (row) => row.nameKey,
      (row) => toGroup(row, caller),
    );
  }

  /** @throws AppError `not_found` */
  async get(caller: Caller, id: string): Promise<Group> {
    const row = await this.repository.find(this.database.connection, organizationOf(caller), id);
    if (!row) throw new AppError('not_found');
    return toGroup(row, caller);
  }

  /** @throws AppError `not_found` */
  async listMembers(
    caller: Caller,
    id: string,
    { limit, cursor }: RouteQuery<typeof groupRoutes.listMembers>,
  ): Promise<Page<GroupMember>> {
    await this.get(caller, id);
    return this.users.list(caller, { groups: [id] }, limit, cursor);
  }

  /** The groups of a person, by name. @throws AppError `not_found` */
  async listOf(caller: Caller, userId: string): Promise<Page<Pick<Group, 'id' | 'name'>>> {
    const { groups } = await this.users.get(caller, userId);
    return { data: [...groups], page: { nextCursor: null, hasMore: false } };
  }
}

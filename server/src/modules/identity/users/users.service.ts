import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Member as SeenMember } from '@gatehouse/contracts/identity/user';
import type { PeopleSort, userRoutes } from '@gatehouse/contracts/identity/users';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import type { ProfileChange } from '../profile/profile.service.js';
import { type Account, type Member, toMember } from './account.js';
import { peopleOrders } from './people-order.repository.js';
import { type UserFilter, UsersRepository } from './users.repository.js';

type FilterQuery = Omit<RouteQuery<typeof userRoutes.list>, 'limit' | 'cursor' | 'fields' | 'sort'>;

/** The people of the caller's organization. */
@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    filter: UserFilter,
    limit: number,
    cursor?: string,
    sort: PeopleSort = '-createdAt',
  ): Promise<Page<SeenMember>> {
    const order = peopleOrders[sort];
    const after = cursor === undefined ? undefined : decodeCursor(cursor, order.cursor);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const rows = await this.repository.list(
      connection,
      organizationId,
      filter,
      limit,
      after,
      order,
    );
    return toPage(rows, limit, order.keyOf, toMember);
  }

  /** @throws AppError `not_found`, also for people of other organizations. */
  async get(caller: Caller, userId: string): Promise<Member> {
    return this.authority.getMember(this.database.connection, caller, userId);
  }

  /** @throws AppError `not_found`, `forbidden`, `precondition_failed` */
  async change(
    caller: Caller,
    userId: string,
    change: Omit<ProfileChange, 'username'>,
    unchangedSince?: Date,
  ): Promise<Account> {
    return this.authority.actOnAccount(caller, userId, async (tx) => {
      const changed = { ...change, updatedAt: this.clock.now() };
      const row = await this.repository.update(tx, userId, changed, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      const about = { organizationId: organizationOf(caller) };
      await this.events.add(tx, events.userUpdated, { userId, fields: Object.keys(change) }, about);
      return this.authority.getMember(tx, caller, userId);
    });
  }
}

/** Which people a query asks for. */
export const filterOf = (query: FilterQuery): UserFilter => ({
  search: query.search,
  roles: query.role,
  groups: query.group,
  isActive: query.isActive === undefined ? undefined : query.isActive === 'true',
  twoFactorEnabled:
    query.twoFactorEnabled === undefined ? undefined : query.twoFactorEnabled === 'true',
  unseenSince: dateOf(query['lastSeenAt[lt]']),
  createdFrom: dateOf(query['createdAt[gte]']),
  createdBefore: dateOf(query['createdAt[lt]']),
});

const dateOf = (text: string | undefined): Date | undefined =>
  text === undefined ? undefined : new Date(text);

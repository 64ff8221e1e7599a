import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Member as SeenMember } from '@gatehouse/contracts/identity/user';
import type { PeopleSort, userRoutes } from '@gatehouse/contracts/identity/users';
import type { RouteQuery } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { MemberAttributesService } from '../attributes/member-attributes.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { columnsOf, fieldsOf, type ProfileChange } from '../profile/profile-change.js';
import { type Member, toMember } from './account.js';
import { peopleOrders } from './people-order.repository.js';
import { isTaken, type UserFilter, UsersRepository } from './users.repository.js';

type FilterQuery = Omit<RouteQuery<typeof userRoutes.list>, 'limit' | 'cursor' | 'fields' | 'sort'>;

/** Which people a list shows; an attribute as `key:value`. */
export type PeopleQuery = Omit<UserFilter, 'attributes'> & {
  readonly attribute?: string | undefined;
};

/** The people of the caller's organization. */
@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly authority: AuthorityService,
    private readonly attributes: MemberAttributesService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(
    caller: Caller,
    { attribute, ...filter }: PeopleQuery,
    limit: number,
    cursor?: string,
    sort: PeopleSort = '-createdAt',
  ): Promise<Page<SeenMember>> {
    const order = peopleOrders[sort];
    const after = cursor === undefined ? undefined : decodeCursor(cursor, order.cursor);
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const attributes = await this.attributes.filterOf(connection, organizationId, attribute);
    const rows = await this.repository.list(
      connection,
      organizationId,
      { ...filter, attributes },
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

  /**
   * What an account says of its person takes a say in the account; attributes are of the membership.
   * @throws AppError `not_found`, `forbidden`, `username_taken`, `precondition_failed`,
   * `validation_failed`
   */
  async change(
    caller: Caller,
    userId: string,
    { attributes, ...profile }: ProfileChange,
    unchangedSince?: Date,
  ): Promise<Member> {
    const organizationId = organizationOf(caller);
    const deed = async (tx: Transaction, former: Member) => {
      const changed = { ...columnsOf(profile), updatedAt: this.clock.now() };
      const row = await this.repository.update(tx, userId, changed, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      const key = { organizationId, userId };
      if (attributes) await this.attributes.change(tx, key, attributes, 'administrators');
      const fields = fieldsOf({ attributes, ...profile }, former);
      await this.events.add(tx, events.userUpdated, { userId, fields }, { organizationId });
      return this.authority.getMember(tx, caller, userId);
    };
    try {
      return attributes && Object.keys(profile).length === 0
        ? await this.authority.act(caller, userId, deed)
        : await this.authority.actOnAccount(caller, userId, deed);
    } catch (error) {
      if (isTaken(error)) throw new AppError('username_taken', { cause: error });
      throw error;
    }
  }
}

/** Which people a query asks for. */
export const filterOf = (query: FilterQuery): PeopleQuery => ({
  attribute: query.attribute,
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

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Group, groupRoutes } from '@gatehouse/contracts/identity/groups/groups';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { ApplicationPermissionsRepository } from '../application-permissions/application-permissions.repository.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { assertBelow, assertHolds, regrant } from '../roles/grants.js';
import { isTaken } from '../users/users.repository.js';
import { groupKeyOf, toGroup } from './group.js';
import { type CountedGroup, GroupsRepository } from './groups.repository.js';

const mostGroups = 500;

/** Groups of the caller's organization, and what they let their people do. */
@Injectable()
export class GroupsService {
  constructor(
    private readonly repository: GroupsRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly catalogue: ApplicationPermissionsRepository,
  ) {}

  /** @throws AppError `forbidden`, `group_name_taken`, `conflict` past 500 groups */
  async create(caller: Caller, wish: RouteBody<typeof groupRoutes.create>): Promise<Group> {
    assertHolds(caller, wish.permissions);
    const organizationId = organizationOf(caller);
    const now = this.clock.now();
    const nameKey = groupKeyOf(wish.name);
    const row = { id: newId(), organizationId, ...wish, nameKey, createdAt: now, updatedAt: now };
    return this.change(caller, async (tx) => {
      if ((await this.repository.count(tx, organizationId)) >= mostGroups)
        throw new AppError('conflict', { detail: `There are ${mostGroups} groups already.` });
      await this.catalogue.assertDefined(tx, row.permissions);
      await this.repository.insert(tx, row);
      const { id: groupId, name, permissions } = row;
      const created = { groupId, organizationId, name, permissions };
      await this.events.add(tx, events.groupCreated, created, { organizationId });
      return toGroup({ ...row, members: 0 }, caller);
    });
  }

  /**
   * Takes effect at the next request of everybody in it, on every instance.
   * @throws AppError `not_found`, `forbidden`, `group_name_taken`, `precondition_failed`
   */
  async update(
    caller: Caller,
    id: string,
    change: RouteBody<typeof groupRoutes.update>,
    unchangedSince?: Date,
  ): Promise<Group> {
    const organizationId = organizationOf(caller);
    return this.change(caller, async (tx) => {
      const before = await this.getChangeable(tx, caller, id);
      const { name = before.name, description = before.description } = change;
      const { permissions, granted, withdrawn } = regrant(
        caller,
        before.permissions,
        change.permissions,
      );
      await this.catalogue.assertDefined(tx, permissions);
      const updatedAt = this.clock.now();
      const changed = { name, nameKey: groupKeyOf(name), description, permissions, updatedAt };
      const row = await this.repository.update(tx, organizationId, id, changed, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      const updated = { groupId: id, organizationId, name, granted, withdrawn };
      await this.events.add(tx, events.groupUpdated, updated, { organizationId });
      return toGroup({ ...row, members: before.members }, caller);
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async remove(caller: Caller, id: string): Promise<void> {
    const organizationId = organizationOf(caller);
    await this.change(caller, async (tx) => {
      const { name } = await this.getChangeable(tx, caller, id);
      await this.repository.remove(tx, organizationId, id);
      const deleted = { groupId: id, organizationId, name };
      await this.events.add(tx, events.groupDeleted, deleted, { organizationId });
    });
  }

  private async change<T>(caller: Caller, deed: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(async (tx) => {
        await this.authority.lock(tx, caller);
        return deed(tx);
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('group_name_taken', { cause: error });
      throw error;
    }
  }

  /**
   * What a group says holds for everybody in it: whoever changes it acts on them all, so for anybody
   * but a BOSS they must all be of a lower rank.
   */
  private async getChangeable(tx: Transaction, caller: Caller, id: string): Promise<CountedGroup> {
    const row = await this.repository.find(tx, organizationOf(caller), id);
    if (!row) throw new AppError('not_found');
    if (caller.role !== 'BOSS')
      for (const rank of await this.repository.listRanks(tx, id)) assertBelow(caller, rank);
    return row;
  }
}

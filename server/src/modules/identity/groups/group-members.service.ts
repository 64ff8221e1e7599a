import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { isGrantable } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { assertHolds } from '../roles/grants.js';
import type { Member } from '../users/account.js';
import { GroupMembersRepository } from './group-members.repository.js';
import { type CountedGroup, GroupsRepository } from './groups.repository.js';

/** In how many groups one person is at most. */
export const mostGroupsOfOne = 50;

/** Decides who is in which group. */
@Injectable()
export class GroupMembersService {
  constructor(
    private readonly groups: GroupsRepository,
    private readonly repository: GroupMembersRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Lets a person do what the group may, from the next request on; the caller must hold that (attack
   * 25). Nothing happens to somebody who is in it.
   * @throws AppError `not_found`, `forbidden`, `conflict` past 50 groups of one person
   */
  async add(caller: Caller, groupId: string, userId: string): Promise<void> {
    await this.act(caller, groupId, userId, async (tx, group, member) => {
      assertHolds(caller, group.permissions.filter(isGrantable));
      const { organizationId } = member;
      const row = { groupId, organizationId, userId, createdAt: this.clock.now() };
      if (!(await this.repository.reserve(tx, row))) return;
      if (member.groups.length >= mostGroupsOfOne)
        throw new AppError('conflict', {
          detail: `One person is in ${mostGroupsOfOne} groups at most.`,
        });
      const added = { groupId, organizationId, name: group.name, userId };
      await this.events.add(tx, events.groupMemberAdded, added, { organizationId });
    });
  }

  /** @throws AppError `not_found`, also for somebody who is not in the group, `forbidden` */
  async remove(caller: Caller, groupId: string, userId: string): Promise<void> {
    await this.act(caller, groupId, userId, async (tx, { name }, { organizationId }) => {
      if (!(await this.repository.remove(tx, groupId, userId))) throw new AppError('not_found');
      const removed = { groupId, organizationId, name, userId };
      await this.events.add(tx, events.groupMemberRemoved, removed, { organizationId });
    });
  }

  /** A BOSS decides about everybody, as they hold all there is; others about those of a lower rank. */
  private async act(
    caller: Caller,
    groupId: string,
    userId: string,
    deed: (tx: Transaction, group: CountedGroup, member: Member) => Promise<void>,
  ): Promise<void> {
    const organizationId = organizationOf(caller);
    await this.database.transaction(async (tx) => {
      await this.authority.lock(tx, caller);
      const group = await this.groups.find(tx, organizationId, groupId);
      if (!group) throw new AppError('not_found');
      const member =
        caller.role === 'BOSS'
          ? await this.authority.getMember(tx, caller, userId)
          : await this.authority.getBelow(tx, caller, userId);
      await deed(tx, group, member);
    });
  }
}

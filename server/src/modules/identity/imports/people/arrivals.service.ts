import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { GroupMembersRepository } from '../../groups/group-members.repository.js';
import type { GroupRow } from '../../groups/groups.table.js';
import { actorOf, type ImportsRow } from '../imports.table.js';

/** Somebody of an import's lines. */
interface Arrival {
  readonly userId: string;
  readonly groups: readonly Pick<GroupRow, 'id'>[];
}

/** What follows when an import has made accounts: others hear of it, and people come into groups. */
@Injectable()
export class ArrivalsService {
  constructor(
    private readonly members: GroupMembersRepository,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async announce(tx: Transaction, current: ImportsRow, people: readonly Arrival[]): Promise<void> {
    if (people.length === 0) return;
    const { id: importId, organizationId } = current;
    const userIds = people.map(({ userId }) => userId);
    const about = { organizationId, actorId: actorOf(current), subject: `import/${importId}` };
    await this.events.add(tx, events.usersImported, { importId, userIds }, about);
    await this.join(tx, current, people);
  }

  /** Puts people into groups. A group that is gone is left out. */
  async join(tx: Transaction, current: ImportsRow, people: readonly Arrival[]): Promise<void> {
    const wishes = people.flatMap(({ userId, groups }) =>
      groups.map(({ id: groupId }) => ({ userId, groupId })),
    );
    if (wishes.length === 0) return;
    const { organizationId } = current;
    const about = { organizationId, actorId: actorOf(current) };
    for (const joined of await this.members.addAll(tx, organizationId, wishes, this.clock.now()))
      await this.events.add(tx, events.groupMemberAdded, { ...joined, organizationId }, about);
  }
}

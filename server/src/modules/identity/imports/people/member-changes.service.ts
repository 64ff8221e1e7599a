import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { AttributesRepository } from '../../attributes/attributes.repository.js';
import { RoleAssignmentService } from '../../memberships/role-assignment.service.js';
import type { Member } from '../../users/account.js';
import { UsersRepository } from '../../users/users.repository.js';
import { actorOf, type ImportsRow } from '../imports.table.js';
import { ArrivalsService } from './arrivals.service.js';
import type { Change } from './member-change.js';

/** Makes the changes of an import to members, whose organization's lock the caller holds. */
@Injectable()
export class MemberChangesService {
  constructor(
    private readonly users: UsersRepository,
    private readonly roles: RoleAssignmentService,
    private readonly attributes: AttributesRepository,
    private readonly arrivals: ArrivalsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async apply(
    tx: Transaction,
    current: ImportsRow,
    member: Member,
    { names, grant, attributes, groups }: Change,
  ): Promise<void> {
    const { organizationId } = current;
    const actorId = actorOf(current);
    const { id: userId } = member;
    const fields = [...Object.keys(names ?? {}), ...(attributes ? ['attributes'] : [])];
    if (attributes) await this.attributes.put(tx, organizationId, userId, { attributes });
    if (fields.length > 0) {
      await this.users.update(tx, userId, { ...names, updatedAt: this.clock.now() });
      const about = { organizationId, actorId };
      await this.events.add(tx, events.userUpdated, { userId, fields }, about);
    }
    await this.arrivals.join(tx, current, [{ userId, groups }]);
    if (grant) await this.roles.assign(tx, member, grant, { actorId });
  }
}

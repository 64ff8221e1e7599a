import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { RoleAssignmentService } from '../../memberships/role-assignment.service.js';
import { OrganizationsRepository } from '../../organizations/organizations.repository.js';
import type { LineResult } from '../import-lines.repository.js';
import type { ImportsRow } from '../imports.table.js';
import type { Member } from '../../users/account.js';
import { UsersRepository } from '../../users/users.repository.js';
import { type Change, changeOf } from './member-change.js';
import { type GrantedLine, refusal, result } from './line-results.js';

/** Gives members of an organization the names and the roles of lines of an import. */
@Injectable()
export class UpdatedMembersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly roles: RoleAssignmentService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async update(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly GrantedLine[],
  ): Promise<LineResult[]> {
    if (lines.length === 0) return [];
    if (!current.dryRun) await this.organizations.lock(tx, current.organizationId);
    const members = await this.membersOf(tx, current, lines);
    const results: LineResult[] = [];
    for (const granted of lines) {
      const { line } = granted;
      const member = members.get(line.memberId ?? '');
      const change = member ? changeOf(current, member, granted) : 'was removed meanwhile';
      if (typeof change === 'string') results.push(refusal(line, change));
      else {
        const { isNone, message } = change;
        if (!isNone && !current.dryRun && member) await this.apply(tx, current, member, change);
        const outcome = current.dryRun ? 'would_update' : 'updated';
        results.push(result(line, isNone ? 'unchanged' : outcome, message));
      }
    }
    return results;
  }

  private async membersOf(
    tx: Transaction,
    { organizationId }: ImportsRow,
    lines: readonly GrantedLine[],
  ): Promise<ReadonlyMap<string, Member>> {
    const ids = lines.flatMap(({ line: { memberId } }) => memberId ?? []);
    const found = await this.users.list(tx, organizationId, { ids }, ids.length);
    return new Map(
      found.flatMap((account) =>
        account.role ? [[account.id, { ...account, organizationId, role: account.role }]] : [],
      ),
    );
  }

  private async apply(
    tx: Transaction,
    { organizationId, createdBy: actorId }: ImportsRow,
    member: Member,
    { names, grant }: Change,
  ): Promise<void> {
    const { id: userId } = member;
    if (names) {
      await this.users.update(tx, userId, { ...names, updatedAt: this.clock.now() });
      const updated = { userId, fields: Object.keys(names) };
      await this.events.add(tx, events.userUpdated, updated, { organizationId, actorId });
    }
    if (grant) await this.roles.assign(tx, member, grant, { actorId });
  }
}

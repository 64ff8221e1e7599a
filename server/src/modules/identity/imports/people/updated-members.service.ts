import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { AttributesRepository } from '../../attributes/attributes.repository.js';
import { OrganizationsRepository } from '../../organizations/organizations.repository.js';
import type { LineResult } from '../import-lines.repository.js';
import type { ImportsRow } from '../imports.table.js';
import type { Member } from '../../users/account.js';
import { UsersRepository } from '../../users/users.repository.js';
import { changeOf } from './member-change.js';
import { MemberChangesService } from './member-changes.service.js';
import { type GrantedLine, refusal, result } from './line-results.js';

/** Gives members of an organization what the lines of an import say of them. */
@Injectable()
export class UpdatedMembersService {
  constructor(
    private readonly users: UsersRepository,
    private readonly organizations: OrganizationsRepository,
    private readonly attributes: AttributesRepository,
    private readonly changes: MemberChangesService,
  ) {}

  async update(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly GrantedLine[],
  ): Promise<LineResult[]> {
    if (lines.length === 0) return [];
    if (!current.dryRun) await this.organizations.lock(tx, current.organizationId);
    const members = await this.membersOf(tx, current, lines);
    const { definitions } = await this.attributes.getDefinitions(tx, current.organizationId);
    const results: LineResult[] = [];
    for (const granted of lines) {
      const { line } = granted;
      const member = members.get(line.memberId ?? '');
      const change = member
        ? changeOf(current, definitions, member, granted)
        : 'was removed meanwhile';
      if (typeof change === 'string') results.push(refusal(line, change));
      else {
        const { isNone, message } = change;
        if (!isNone && !current.dryRun && member)
          await this.changes.apply(tx, current, member, change);
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
}

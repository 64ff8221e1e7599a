import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { groupKeyOf } from '../../groups/group.js';
import { GroupsRepository } from '../../groups/groups.repository.js';
import { GrantsService } from '../../roles/grants.service.js';
import { roleNameKey } from '../../roles/role-definition.js';
import type { ImportedLine, LineResult, WaitingLine } from '../import-lines.repository.js';
import type { ImportsRow } from '../imports.table.js';
import { giftRefusal, type Giver, noSuchRole, usualRole } from '../checking/import-check.js';
import { ImportJudgementService, type Verdict } from './import-judgement.service.js';
import { InvitedPeopleService } from './invited-people.service.js';
import { type GrantedLine, refusal, result } from './line-results.js';
import { NewPeopleService } from './new-people.service.js';
import { UpdatedMembersService } from './updated-members.service.js';

/** Does what the lines of an import say, or tells what it would do. */
@Injectable()
export class ImportedPeopleService {
  constructor(
    private readonly judgement: ImportJudgementService,
    private readonly grants: GrantsService,
    private readonly groups: GroupsRepository,
    private readonly newPeople: NewPeopleService,
    private readonly members: UpdatedMembersService,
    private readonly invited: InvitedPeopleService,
  ) {}

  /** @returns what became of each line, in any order. */
  async apply(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly WaitingLine[],
  ): Promise<LineResult[]> {
    const judged = await this.judgement.judge(tx, current, lines);
    const giver = await this.giverOf(tx, current);
    const results: LineResult[] = [];
    const granted: Record<Verdict['fate'], GrantedLine[]> = {
      create: [],
      update: [],
      invite: [],
      leave: [],
      refuse: [],
    };
    for (const { line, fate, message } of judged) {
      const given = givenBy(giver, line);
      if (typeof given === 'string') results.push(refusal(line, given));
      else if (message === null) granted[fate].push(given);
      else results.push(refusal(line, message));
    }
    return [
      ...results,
      ...granted.leave.map(({ line }) => result(line, 'unchanged')),
      ...(await this.members.update(tx, current, granted.update)),
      ...(await this.newPeople.add(tx, current, granted.create)),
      ...(await this.invited.invite(tx, current, granted.invite)),
    ];
  }

  private async giverOf(tx: Transaction, current: ImportsRow): Promise<Giver> {
    const { organizationId, rank: role, held } = current;
    const groups = await this.groups.listAll(tx, organizationId);
    return {
      caller: { role, permissions: new Set(held) },
      grants: await this.grants.listByName(tx, organizationId),
      groups: new Map(groups.map((group) => [group.nameKey, group])),
    };
  }
}

/**
 * What a line gives, or why it may not: looked at again, as a name may stand for another role or group
 * than when the file came (attack 25). A group that is gone is left out.
 */
function givenBy(giver: Giver, line: ImportedLine): GrantedLine | string {
  const { role = usualRole, groups: names = [] } = line.data;
  const groups = names.flatMap((name) => giver.groups.get(groupKeyOf(name)) ?? []);
  const data = { ...line.data, groups: groups.map(({ name }) => name) };
  const grant = giver.grants.get(roleNameKey(role));
  if (!grant) return noSuchRole;
  return giftRefusal(giver, data) ?? { line, grant, groups };
}

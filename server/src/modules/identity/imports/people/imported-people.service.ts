import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { GrantsService } from '../../roles/grants.service.js';
import { roleNameKey } from '../../roles/role-definition.js';
import type { LineResult, WaitingLine } from '../import-lines.repository.js';
import type { ImportsRow } from '../imports.table.js';
import { noSuchRole, usualRole } from '../checking/import-check.js';
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
    // Again: a role may have gone since the file came.
    const grants = await this.grants.listByName(tx, current.organizationId);
    const results: LineResult[] = [];
    const granted: Record<Verdict['fate'], GrantedLine[]> = {
      create: [],
      update: [],
      invite: [],
      leave: [],
      refuse: [],
    };
    for (const { line, fate, message } of judged) {
      const grant = grants.get(roleNameKey(line.data.role ?? usualRole));
      const reason = grant ? message : noSuchRole;
      if (grant && reason === null) granted[fate].push({ line, grant });
      else results.push(refusal(line, reason ?? noSuchRole));
    }
    return [
      ...results,
      ...granted.leave.map(({ line }) => result(line, 'unchanged')),
      ...(await this.members.update(tx, current, granted.update)),
      ...(await this.newPeople.add(tx, current, granted.create)),
      ...(await this.invited.invite(tx, current, granted.invite)),
    ];
  }
}

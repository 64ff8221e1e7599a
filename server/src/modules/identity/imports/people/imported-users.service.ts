import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { OrganizationsRepository } from '../../organizations/organizations.repository.js';
import { PasswordLinksService } from '../../passwords/password-links.service.js';
import { AccountsService, type NewAccount } from '../../users/accounts.service.js';
import { newUser } from '../../users/new-user.js';
import { ArrivalsService } from './arrivals.service.js';
import { ImportJudgementService } from '../import-judgement.service.js';
import type { LineResult, WaitingLine } from '../imports.repository.js';
import type { ImportsRow } from '../imports.table.js';

interface Newcomer extends NewAccount {
  readonly line: number;
  /** Names of their groups. */
  readonly groups: readonly string[];
}

/** Makes accounts of the lines of an import. */
@Injectable()
export class ImportedUsersService {
  constructor(
    private readonly judgement: ImportJudgementService,
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsRepository,
    private readonly links: PasswordLinksService,
    private readonly arrivals: ArrivalsService,
    private readonly clock: Clock,
  ) {}

  /** @returns what became of each line, in any order. */
  async add(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly WaitingLine[],
  ): Promise<LineResult[]> {
    const judged = await this.judgement.judge(tx, current, lines);
    const refused = judged.flatMap(({ line: { line }, message }) =>
      message === null ? [] : [refusal(line, message)],
    );
    const newcomers = judged.flatMap(({ line, message }) =>
      message === null ? this.newcomerOf(current, line) : [],
    );
    if (current.dryRun)
      return [...refused, ...newcomers.map(({ line }) => result(line, 'would_create'))];
    const added = await this.accounts.createAll(tx, newcomers);
    const arrivals = newcomers.map(({ user, groups }) => ({ userId: user.id, groups }));
    await this.arrivals.announce(
      tx,
      current,
      arrivals.filter(({ userId }) => added.has(userId)),
    );
    if (current.invite) await this.invite(tx, current, newcomers, added);
    return [
      ...refused,
      ...newcomers.map(({ line, user }) =>
        added.has(user.id) ? result(line, 'created') : refusal(line, 'was taken meanwhile'),
      ),
    ];
  }

  private newcomerOf(
    { organizationId }: ImportsRow,
    { line, data }: WaitingLine,
  ): readonly Newcomer[] {
    if (!data) return [];
    const {
      email,
      firstName,
      lastName,
      role,
      username,
      passwordHash,
      emailVerified,
      groups = [],
    } = data;
    const now = this.clock.now();
    const user = newUser(
      {
        email,
        firstName,
        lastName,
        username: username ?? null,
        passwordHash: passwordHash ?? null,
        emailVerifiedAt: emailVerified ? now : null,
      },
      now,
    );
    return [{ line, user, groups, membership: { organizationId, role, customRoleId: null } }];
  }

  private async invite(
    tx: Transaction,
    { organizationId }: ImportsRow,
    newcomers: readonly Newcomer[],
    added: ReadonlySet<string>,
  ): Promise<void> {
    const name = (await this.organizations.findName(tx, organizationId)) ?? '';
    for (const { user } of newcomers)
      if (added.has(user.id) && user.passwordHash === null)
        await this.links.sendFirst(tx, user, name);
  }
}

const result = (line: number, outcome: LineResult['outcome']): LineResult => ({
  line,
  outcome,
  message: null,
});
const refusal = (line: number, message: string): LineResult => ({
  line,
  outcome: 'refused',
  message,
});

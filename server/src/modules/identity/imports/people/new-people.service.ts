import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { OrganizationsRepository } from '../../organizations/organizations.repository.js';
import { PasswordLinksService } from '../../passwords/password-links.service.js';
import { AccountsService, type NewAccount } from '../../users/accounts.service.js';
import { newUser } from '../../users/new-user.js';
import type { LineResult } from '../import-lines.repository.js';
import type { ImportsRow } from '../imports.table.js';
import { ArrivalsService } from './arrivals.service.js';
import { type GrantedLine, refusal, result } from './line-results.js';

interface Newcomer extends NewAccount, Pick<GrantedLine, 'line' | 'groups'> {}

/** Makes accounts of lines of an import. */
@Injectable()
export class NewPeopleService {
  constructor(
    private readonly accounts: AccountsService,
    private readonly organizations: OrganizationsRepository,
    private readonly links: PasswordLinksService,
    private readonly arrivals: ArrivalsService,
    private readonly clock: Clock,
  ) {}

  async add(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly GrantedLine[],
  ): Promise<LineResult[]> {
    if (current.dryRun) return lines.map(({ line }) => result(line, 'would_create'));
    const newcomers = lines.map((line) => this.newcomerOf(current, line));
    const added = await this.accounts.createAll(tx, newcomers);
    const arrivals = newcomers.map(({ user, groups }) => ({ userId: user.id, groups }));
    await this.arrivals.announce(
      tx,
      current,
      arrivals.filter(({ userId }) => added.has(userId)),
    );
    if (current.invite) await this.invite(tx, current, newcomers, added);
    return newcomers.map(({ line, user }) =>
      added.has(user.id) ? result(line, 'created') : refusal(line, 'was taken meanwhile'),
    );
  }

  private newcomerOf(
    { organizationId }: ImportsRow,
    { line, grant, groups }: GrantedLine,
  ): Newcomer {
    const { email, firstName, lastName, username, passwordHash, emailVerified } = line.data;
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
    const { role, customRoleId } = grant;
    const membership = { organizationId, role, customRoleId };
    return { line, groups, user, membership, attributes: line.data.attributes };
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

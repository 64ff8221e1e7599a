import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { InvitableService } from '../../invitations/invitable.service.js';
import { NewInvitationsService } from '../../invitations/new-invitations.service.js';
import { accountKey } from '../../users/account-key.js';
import type { LineResult } from '../import-lines.repository.js';
import { actorOf, type ImportsRow } from '../imports.table.js';
import { type GrantedLine, refusal, result } from './line-results.js';

/** Invites people of lines of an import who have an account: they join when they say so. */
@Injectable()
export class InvitedPeopleService {
  constructor(
    private readonly invitable: InvitableService,
    private readonly invitations: NewInvitationsService,
  ) {}

  async invite(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly GrantedLine[],
  ): Promise<LineResult[]> {
    const results: LineResult[] = [];
    for (const line of lines) results.push(await this.inviteOne(tx, current, line));
    return results;
  }

  private async inviteOne(
    tx: Transaction,
    current: ImportsRow,
    { line, grant }: GrantedLine,
  ): Promise<LineResult> {
    const { organizationId, dryRun } = current;
    const { email } = line.data;
    const emailKey = accountKey(email);
    if (await this.invitations.isOpen(tx, organizationId, emailKey))
      return result(line, 'unchanged', 'was invited before');
    if (await this.invitable.wasJustSent(tx, organizationId, emailKey))
      return refusal(line, 'email: got a mail of yours within the last minute');
    if (dryRun) return result(line, 'would_invite');
    const actorId = actorOf(current);
    const wish = { organizationId, invitedBy: actorId, email, grant };
    const invitation = await this.invitations.create(tx, wish, { actorId });
    return invitation ? result(line, 'invited') : result(line, 'unchanged', 'was invited before');
  }
}

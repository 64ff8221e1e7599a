import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../platform/database/database.js';
import { OutreachService } from '../outreach/outreach.service.js';
import type { WaitingLine } from './imports.repository.js';
import type { ImportsRow } from './imports.table.js';

/** A line, and why nobody is made of it; null where somebody may be. */
export interface JudgedLine {
  readonly line: WaitingLine;
  readonly message: string | null;
}

const tooManyTaken =
  'email: is not looked up: too many of today are in use elsewhere; import the line again tomorrow';
const tooManyMails = 'email: too many were invited today; import the line again tomorrow';

/** Says which lines of an import may become people, within what an organization may do in a day. */
@Injectable()
export class ImportJudgementService {
  constructor(private readonly outreach: OutreachService) {}

  async judge(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly WaitingLine[],
  ): Promise<JudgedLine[]> {
    const by = { organizationId: current.organizationId, userId: current.createdBy };
    const left = {
      mails: await this.outreach.countLeft(tx, 'mails', by),
      taken: await this.outreach.countLeft(tx, 'taken', by),
    };
    const before = { ...left };
    const judged = lines.map((line) => ({ line, message: messageOf(current, line, left) }));
    await this.outreach.add(tx, 'mails', by, before.mails - left.mails);
    await this.outreach.add(tx, 'taken', by, before.taken - left.taken);
    return judged;
  }
}

/** Takes from what is left. Once nothing is, no line says any more whether its address is in use. */
function messageOf(
  { dryRun, invite }: ImportsRow,
  line: WaitingLine,
  left: { mails: number; taken: number },
): string | null {
  if (left.taken === 0) return tooManyTaken;
  const message = refusalOf(line);
  if (message === takenMessage && !line.isMember) left.taken -= 1;
  if (message !== null || dryRun || !isInvited(invite, line)) return message;
  if (left.mails === 0) return tooManyMails;
  left.mails -= 1;
  return null;
}

/** Whether whoever a line makes is sent a mail. */
const isInvited = (invite: boolean, { data }: WaitingLine): boolean =>
  invite && data !== null && data.passwordHash === undefined;

const takenMessage = 'email: is already in use';

function refusalOf(line: WaitingLine): string | null {
  if (line.emailRepeated) return 'email: stands in a line before';
  if (line.emailTaken) return takenMessage;
  if (line.usernameRepeated) return 'username: stands in a line before';
  return line.usernameTaken ? 'username: is already in use' : null;
}

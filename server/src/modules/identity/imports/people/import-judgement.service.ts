import { Injectable } from '@nestjs/common';
import type { Transaction } from '../../../../platform/database/database.js';
import { AttributesRepository } from '../../attributes/attributes.repository.js';
import { OutreachService } from '../../outreach/outreach.service.js';
import { lackOf } from '../checking/attribute-check.js';
import type { ImportedLine, WaitingLine } from '../import-lines.repository.js';
import { actorOf, type ImportsRow } from '../imports.table.js';

/** What is to become of a line. */
export interface Verdict {
  readonly fate: 'create' | 'update' | 'invite' | 'leave' | 'refuse';
  /** Why it is refused. */
  readonly message: string | null;
}

export interface JudgedLine extends Verdict {
  readonly line: ImportedLine;
}

/** What may still be done today. */
type Left = Record<'mails' | 'taken', number>;

const tooManyTaken =
  'email: is not looked up: too many of today are in use elsewhere; import the line again tomorrow';
const tooManyMails = 'email: too many were invited today; import the line again tomorrow';

/** Says what is to become of the lines of an import, within what an organization may do in a day. */
@Injectable()
export class ImportJudgementService {
  constructor(
    private readonly outreach: OutreachService,
    private readonly attributes: AttributesRepository,
  ) {}

  async judge(
    tx: Transaction,
    current: ImportsRow,
    lines: readonly WaitingLine[],
  ): Promise<JudgedLine[]> {
    const by = { organizationId: current.organizationId, userId: actorOf(current) };
    const left: Left = {
      mails: await this.outreach.countLeft(tx, 'mails', by),
      taken: await this.outreach.countLeft(tx, 'taken', by),
    };
    const before = { ...left };
    const { definitions } = await this.attributes.getDefinitions(tx, current.organizationId);
    const judged = lines.flatMap((line) => {
      if (!line.data) return [];
      const lack = lackOf(definitions, line.data.attributes);
      return [{ line: { ...line, data: line.data }, ...verdictOf(current, line, lack, left) }];
    });
    await this.outreach.add(tx, 'mails', by, before.mails - left.mails);
    await this.outreach.add(tx, 'taken', by, before.taken - left.taken);
    return judged;
  }
}

const refuse = (message: string): Verdict => ({ fate: 'refuse', message });
const to = (fate: Exclude<Verdict['fate'], 'refuse'>): Verdict => ({ fate, message: null });

/**
 * Takes from what is left. Once nothing is, no line says any more whether its address is in use.
 * @param lack which attribute a newcomer must have and has not.
 */
function verdictOf(
  current: ImportsRow,
  line: WaitingLine,
  lack: string | null,
  left: Left,
): Verdict {
  if (left.taken === 0) return refuse(tooManyTaken);
  if (line.emailRepeated) return refuse('email: stands in a line before');
  if (line.memberId !== null) return to(current.onExisting === 'skip' ? 'leave' : 'update');
  if (line.emailTaken) {
    left.taken -= 1;
    if (current.onExisting !== 'add') return refuse('email: is already in use');
    return mailed(current, to('invite'), left);
  }
  if (line.usernameRepeated) return refuse('username: stands in a line before');
  if (line.usernameTaken) return refuse('username: is already in use');
  if (lack !== null) return refuse(lack);
  const isMailed = current.invite && line.data?.passwordHash === undefined;
  return isMailed ? mailed(current, to('create'), left) : to('create');
}

/** What is told by mail, as long as mails are left; a dry run sends none. */
function mailed({ dryRun }: ImportsRow, verdict: Verdict, left: Left): Verdict {
  if (dryRun) return verdict;
  if (left.mails === 0) return refuse(tooManyMails);
  left.mails -= 1;
  return verdict;
}

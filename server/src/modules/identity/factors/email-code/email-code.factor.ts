import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { maskEmail } from '../../../../kernel/mask.js';
import { Config } from '../../../../platform/config/config.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { type Owner, SecurityMailsService } from '../../mails/security-mails.service.js';
import { UsersRepository } from '../../users/users.repository.js';
import { Factor, type FactorBeginning, type FactorChallenge, type FactorProof } from '../factor.js';
import type { CodeKey } from '../message-code/message-codes.repository.js';
import { MessageCodesService } from '../message-code/message-codes.service.js';
import { EmailCodeRepository } from './email-code.repository.js';

/**
 * Codes by mail, for whoever turned them on. After a reset by mail the mailbox alone would open the
 * account, so they rest until another factor was proved (attack 15).
 */
@Injectable()
export class EmailCodeFactor extends Factor {
  readonly method = 'email_code';
  readonly reference = 'email';
  override readonly provesMailbox = true;

  constructor(
    private readonly repository: EmailCodeRepository,
    private readonly codes: MessageCodesService,
    private readonly mails: SecurityMailsService,
    private readonly users: UsersRepository,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
  }

  /** Whether this installation has codes by mail switched on. */
  get available(): boolean {
    return this.config.GATEHOUSE_EMAIL_CODES;
  }

  async isReady(tx: Queryable, userId: string): Promise<boolean> {
    const row = this.available ? await this.repository.find(tx, userId) : null;
    return row !== null && row.suspendedAt === null;
  }

  override async begin(tx: Transaction, challenge: FactorChallenge): Promise<FactorBeginning> {
    return { sent: await this.send(tx, keyOf(challenge)) };
  }

  async verify(tx: Transaction, { code = '', ...challenge }: FactorProof): Promise<boolean> {
    if (!(await this.isReady(tx, challenge.userId))) return false;
    return this.codes.verify(tx, keyOf(challenge), code);
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.remove(tx, userId);
  }

  override async passwordReset(tx: Transaction, userId: string): Promise<void> {
    await this.repository.suspend(tx, userId, this.clock.now());
  }

  override async otherProved(tx: Transaction, userId: string): Promise<void> {
    await this.repository.resume(tx, userId);
  }

  /** Sends a code to the person's address. @throws AppError `too_many_requests` */
  async send(tx: Transaction, key: CodeKey) {
    const to = await this.getRecipient(tx, key.userId);
    await this.mails.secondFactorCode(tx, to, await this.codes.issue(tx, key));
    return this.codes.describe(maskEmail(to.email));
  }

  private async getRecipient(tx: Queryable, userId: string): Promise<Owner> {
    const account = await this.users.find(tx, userId, null);
    if (!account) throw new Error('the account was deleted meanwhile');
    return account;
  }
}

const keyOf = ({ userId, challengeHash }: FactorChallenge): CodeKey => ({
  binding: challengeHash.toString('hex'),
  channel: 'email',
  userId,
});

import { Injectable } from '@nestjs/common';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Database } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import { type Enrolled, EnrolmentService } from '../enrolment.service.js';
import type { CodeKey } from '../message-code/message-codes.repository.js';
import { MessageCodesService } from '../message-code/message-codes.service.js';
import { EmailCodeFactor } from './email-code.factor.js';
import { EmailCodeRepository } from './email-code.repository.js';

/** Turns codes by mail on and off. */
@Injectable()
export class EmailCodeService {
  constructor(
    private readonly repository: EmailCodeRepository,
    private readonly factor: EmailCodeFactor,
    private readonly codes: MessageCodesService,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Sends the code that proves that the mailbox is read. @throws AppError `conflict`, `too_many_requests` */
  async begin(caller: SessionCaller): Promise<CodeSent> {
    if (!this.factor.available)
      throw new AppError('conflict', { detail: 'Codes by mail are switched off here.' });
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if (await this.repository.find(tx, caller.userId)) throw alreadyOn();
      return this.factor.send(tx, keyOf(caller));
    });
  }

  /** @throws AppError `invalid_code`, `conflict` when it is on already. */
  async enable(caller: SessionCaller, code: string, client: Client): Promise<Enrolled> {
    if (!this.factor.available) throw new AppError('invalid_code');
    const enrolled = await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      // Not an error yet: the attempt has to stay counted (attack 5).
      if (!(await this.codes.verify(tx, keyOf(caller), code))) return null;
      if (!(await this.repository.insert(tx, caller.userId, this.clock.now()))) throw alreadyOn();
      return this.enrolment.complete(tx, caller, this.factor, client);
    });
    if (!enrolled) throw new AppError('invalid_code');
    return enrolled;
  }

  /** @throws AppError `two_factor_not_enabled`, `last_factor` */
  async disable(caller: SessionCaller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if (!(await this.repository.remove(tx, caller.userId)))
        throw new AppError('two_factor_not_enabled');
      await this.enrolment.withdraw(tx, caller, this.factor.method);
    });
  }
}

const alreadyOn = () => new AppError('conflict', { detail: 'Codes by mail are on already.' });

const keyOf = ({ userId, sessionId }: SessionCaller): CodeKey => ({
  binding: sessionId,
  channel: 'email',
  userId,
});

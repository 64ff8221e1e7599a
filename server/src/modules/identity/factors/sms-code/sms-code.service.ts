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
import { PhonesRepository } from './phones.repository.js';
import { SmsCodeFactor } from './sms-code.factor.js';

/** Turns codes by SMS on and off. */
@Injectable()
export class SmsCodeService {
  constructor(
    private readonly repository: PhonesRepository,
    private readonly factor: SmsCodeFactor,
    private readonly codes: MessageCodesService,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the code that proves whose the number is.
   * @throws AppError `conflict`, `too_many_requests`, `message_not_sent`
   */
  async begin(caller: SessionCaller, number: string): Promise<CodeSent> {
    if (!this.factor.available)
      throw new AppError('conflict', { detail: 'Codes by SMS are switched off here.' });
    const { userId } = caller;
    const { sent, deliver } = await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      // The code and the number it was sent to change together.
      if (!(await this.repository.replacePending(tx, userId, number, this.clock.now())))
        throw new AppError('conflict', { detail: 'Codes by SMS are on already.' });
      return this.factor.prepare(tx, keyOf(caller), number);
    });
    await deliver();
    return sent;
  }

  /** @throws AppError `invalid_code`, `conflict` when no number waits to be confirmed. */
  async enable(caller: SessionCaller, code: string, client: Client): Promise<Enrolled> {
    if (!this.factor.available) throw new AppError('invalid_code');
    const enrolled = await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      // Not an error yet: the attempt has to stay counted (attack 5).
      if (!(await this.codes.verify(tx, keyOf(caller), code))) return null;
      if (!(await this.repository.confirm(tx, caller.userId, this.clock.now())))
        throw new AppError('conflict', { detail: 'Begin the set-up again.' });
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

const keyOf = ({ userId, sessionId }: SessionCaller): CodeKey => ({
  binding: sessionId,
  channel: 'sms',
  userId,
});

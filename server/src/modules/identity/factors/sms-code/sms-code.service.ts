import { Injectable } from '@nestjs/common';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import type { Transaction } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import type { Enrolled } from '../enrolment.service.js';
import { MessageCodeEnrolmentService } from '../message-code/message-code-enrolment.service.js';
import { PhonesRepository } from './phones.repository.js';
import { SmsCodeFactor } from './sms-code.factor.js';

/** Turns codes by SMS on and off. */
@Injectable()
export class SmsCodeService {
  constructor(
    private readonly repository: PhonesRepository,
    private readonly factor: SmsCodeFactor,
    private readonly enrolments: MessageCodeEnrolmentService,
    private readonly clock: Clock,
  ) {}

  /**
   * Sends the code that proves whose the number is. Where one is on, it stays on until then.
   * @throws AppError `validation_failed` for a country that no codes are sent to, `conflict`,
   * `too_many_requests`, `message_not_sent`
   */
  async begin(caller: SessionCaller, number: string): Promise<CodeSent> {
    if (!this.factor.available)
      throw new AppError('conflict', { detail: 'Codes by SMS are switched off here.' });
    if (!this.factor.serves(number))
      throw new AppError('validation_failed', {
        fields: [
          { pointer: '/body/phoneNumber', message: 'is of a country that no codes are sent to' },
        ],
      });
    const { userId } = caller;
    const { sent, deliver } = await this.enrolments.begin(caller, 'sms', async (tx, key) => {
      // The code and the number it was sent to change together.
      await this.repository.replacePending(tx, userId, number, this.clock.now());
      return this.factor.prepare(tx, key, number, 'unconfirmed');
    });
    await deliver();
    return sent;
  }

  /** @throws AppError `invalid_code`, `conflict` when no number waits to be confirmed. */
  async enable(caller: SessionCaller, code: string, client: Client): Promise<Enrolled> {
    const proof = { channel: 'sms', code, client } as const;
    return this.enrolments.enable(caller, this.factor, proof, async (tx) => {
      if (!(await this.repository.confirm(tx, caller.userId, this.clock.now())))
        throw new AppError('conflict', { detail: 'Begin the set-up again.' });
    });
  }

  /** @throws AppError `two_factor_not_enabled`, `last_factor` */
  async disable(caller: SessionCaller): Promise<void> {
    const remove = (tx: Transaction) => this.repository.remove(tx, caller.userId);
    await this.enrolments.disable(caller, this.factor, remove);
  }
}

import { Injectable } from '@nestjs/common';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import type { Transaction } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import type { Client } from '../../devices/client.js';
import type { Enrolled } from '../enrolment.service.js';
import { MessageCodeEnrolmentService } from '../message-code/message-code-enrolment.service.js';
import { EmailCodeFactor } from './email-code.factor.js';
import { EmailCodeRepository } from './email-code.repository.js';

/** Turns codes by mail on and off. */
@Injectable()
export class EmailCodeService {
  constructor(
    private readonly repository: EmailCodeRepository,
    private readonly factor: EmailCodeFactor,
    private readonly enrolments: MessageCodeEnrolmentService,
    private readonly clock: Clock,
  ) {}

  /** Sends the code that proves that the mailbox is read. @throws AppError `conflict`, `too_many_requests` */
  async begin(caller: SessionCaller): Promise<CodeSent> {
    if (!this.factor.available)
      throw new AppError('conflict', { detail: 'Codes by mail are switched off here.' });
    return this.enrolments.begin(caller, 'email', async (tx, key) => {
      if (await this.repository.find(tx, caller.userId)) throw alreadyOn();
      return this.factor.send(tx, key);
    });
  }

  /** @throws AppError `invalid_code`, `conflict` when it is on already. */
  async enable(caller: SessionCaller, code: string, client: Client): Promise<Enrolled> {
    const proof = { channel: 'email', code, client } as const;
    return this.enrolments.enable(caller, this.factor, proof, async (tx) => {
      if (!(await this.repository.insert(tx, caller.userId, this.clock.now()))) throw alreadyOn();
    });
  }

  /** @throws AppError `two_factor_not_enabled`, `last_factor` */
  async disable(caller: SessionCaller): Promise<void> {
    const remove = (tx: Transaction) => this.repository.remove(tx, caller.userId);
    await this.enrolments.disable(caller, this.factor, remove);
  }
}

const alreadyOn = () => new AppError('conflict', { detail: 'Codes by mail are on already.' });

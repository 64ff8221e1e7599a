import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../kernel/error.js';
import { Database } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { WaysInService } from '../../policies/ways-in.service.js';
import { EnrolmentService } from '../enrolment.service.js';
import { PasskeyFactor } from './passkey.factor.js';
import { PasskeysRepository } from './passkeys.repository.js';

/** Takes passkeys away, as their owner wishes. */
@Injectable()
export class PasskeyRemovalService {
  constructor(
    private readonly repository: PasskeysRepository,
    private readonly factor: PasskeyFactor,
    private readonly enrolment: EnrolmentService,
    private readonly ways: WaysInService,
    private readonly database: Database,
  ) {}

  /** @throws AppError `not_found`, `last_factor`, `last_sign_in_method` */
  async remove(caller: SessionCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      const removed = await this.repository.remove(tx, caller.userId, id);
      if (!removed) throw new AppError('not_found');
      if (!removed.secondStepOnly) await this.ways.assertLeft(tx, caller.userId);
      await this.enrolment.withdraw(tx, caller, this.factor.method, removed.name);
    });
  }
}

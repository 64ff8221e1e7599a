import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { BackupCodesFactor } from './backup-codes/backup-codes.factor.js';
import { EnrolledFactorsRepository } from './enrolled-factors.repository.js';
import { EnrolmentService } from './enrolment.service.js';
import { FactorsService } from './factors.service.js';
import { SmsCodeFactor } from './sms-code/sms-code.factor.js';
import { PreferredFactorsRepository } from './preferred-factors.repository.js';

/** The second factors of whoever is signed in, as a whole. */
@Injectable()
export class TwoFactorService {
  constructor(
    private readonly factors: FactorsService,
    private readonly enrolled: EnrolledFactorsRepository,
    private readonly backupCodes: BackupCodesFactor,
    private readonly preferred: PreferredFactorsRepository,
    private readonly smsCode: SmsCodeFactor,
    private readonly enrolment: EnrolmentService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly config: Config,
  ) {}

  /** Which second factors the caller has. */
  async status(caller: SessionCaller) {
    const { userId } = caller;
    const { connection } = this.database;
    const enrolled = await this.enrolled.list(connection, userId);
    const since = (method: SecondFactorMethod) => {
      const first = enrolled.find((factor) => factor.method === method);
      return { enabled: first !== undefined, enabledAt: first?.since.toISOString() ?? null };
    };
    return {
      enabled: enrolled.length > 0,
      required: requiresSecondFactor(caller),
      methods: await this.factors.listReady(connection, userId),
      accepted: caller.acceptedFactors === null ? null : [...caller.acceptedFactors],
      preferred: await this.preferred.find(connection, userId),
      totp: since('totp'),
      smsCode: {
        available: this.smsCode.available,
        ...since('sms_code'),
        number: await this.smsCode.findMaskedNumber(connection, userId),
      },
      emailCode: { available: this.config.GATEHOUSE_EMAIL_CODES, ...since('email_code') },
      backupCodes: { remaining: await this.backupCodes.count(connection, userId) },
    };
  }

  /** What the caller is asked for first. @throws AppError `conflict` when the caller has it not. */
  async prefer({ userId }: SessionCaller, method: SecondFactorMethod | null): Promise<void> {
    await this.database.transaction(async (tx) => {
      if (method !== null && !(await this.factors.get(method).isReady(tx, userId)))
        throw new AppError('conflict', { detail: 'Turn this method on first.' });
      await this.preferred.set(tx, userId, method);
    });
  }

  /** @throws AppError `two_factor_not_enabled`, `reauthentication_required` */
  async regenerateBackupCodes(caller: SessionCaller): Promise<string[]> {
    const { userId, organizationId } = caller;
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      const enrolled = await this.enrolled.list(tx, userId);
      if (enrolled.length === 0) throw new AppError('two_factor_not_enabled');
      const codes = await this.backupCodes.replace(tx, userId);
      await this.events.add(tx, events.backupCodesRegenerated, { userId }, { organizationId });
      return codes;
    });
  }
}

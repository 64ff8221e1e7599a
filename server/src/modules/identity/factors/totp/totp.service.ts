import { Injectable } from '@nestjs/common';
import { toDataURL } from 'qrcode';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newId } from '../../../../kernel/id.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database } from '../../../../platform/database/database.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import type { Client } from '../../devices/client.js';
import { type Enrolled, EnrolmentService } from '../enrolment.service.js';
import { matchTotpStep, newTotpSecret, otpauthUrl } from './totp-code.js';
import { TotpRepository } from './totp.repository.js';

/** Most codes that are tried against one secret that waits to be confirmed. */
const mostConfirmAttempts = 10;

/** As it is named at sign-in, and in `amr`. */
export const totp = { method: 'totp', reference: 'otp' } as const;

/** Where a secret is sealed to. */
export const secretPlace = (id: string): string => `totp_authenticators.secret:${id}`;

/** Sets an authenticator app up and takes it away. */
@Injectable()
export class TotpService {
  constructor(
    private readonly repository: TotpRepository,
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly enrolment: EnrolmentService,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Begins the set-up with a new secret; a former one that was never confirmed stops working.
   * @throws AppError `two_factor_already_enabled`
   */
  async begin(
    caller: SessionCaller,
    account: string,
  ): Promise<{ secret: string; otpauthUrl: string; qrCode: string }> {
    const secret = newTotpSecret();
    const id = newId();
    await this.database.transaction(async (tx) => {
      if (await this.repository.findConfirmed(tx, caller.userId))
        throw new AppError('two_factor_already_enabled');
      await this.repository.replacePending(tx, {
        id,
        userId: caller.userId,
        secret: this.cipher.seal(secret, secretPlace(id)),
        createdAt: this.clock.now(),
        confirmedAt: null,
        lastStep: 0,
        confirmAttempts: 0,
      });
    });
    const url = otpauthUrl(secret, account);
    return { secret, otpauthUrl: url, qrCode: await toDataURL(url, { margin: 2, width: 240 }) };
  }

  /**
   * Checks the code that proves that the app was set up, and counts the attempt whatever becomes of it.
   * @returns the authenticator's id and the code's time step.
   * @throws AppError `invalid_code`, `conflict` when nothing waits to be confirmed, `two_factor_already_enabled`.
   */
  private async check(userId: string, code: string): Promise<{ id: string; step: number }> {
    const { connection } = this.database;
    const row = await this.repository.countConfirmAttempt(connection, userId, mostConfirmAttempts);
    if (!row) throw await this.cannotConfirm(userId);
    const secret = this.cipher.open(row.secret, secretPlace(row.id));
    const step = matchTotpStep(secret, code, this.clock.now());
    if (step === null) {
      this.metrics.twoFactorAttempt({ operation: 'enable', outcome: 'failure' });
      throw new AppError('invalid_code');
    }
    return { id: row.id, step };
  }

  /**
   * Turns the authenticator on.
   * @throws AppError `invalid_code`, `two_factor_already_enabled`, `conflict` when it was confirmed or replaced meanwhile.
   */
  async enable(caller: SessionCaller, code: string, client: Client): Promise<Enrolled> {
    const { id, step } = await this.check(caller.userId, code);
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if (!(await this.repository.confirm(tx, id, step, this.clock.now())))
        throw new AppError('conflict', { detail: 'Begin the set-up again.' });
      return this.enrolment.complete(tx, caller, totp, client);
    });
  }

  /** @throws AppError `two_factor_not_enabled`, `last_factor` */
  async disable(caller: SessionCaller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if (!(await this.repository.remove(tx, caller.userId)))
        throw new AppError('two_factor_not_enabled');
      await this.enrolment.withdraw(tx, caller, totp.method);
    });
  }

  private async cannotConfirm(userId: string): Promise<AppError> {
    const row = await this.repository.find(this.database.connection, userId);
    if (row?.confirmedAt) return new AppError('two_factor_already_enabled');
    return new AppError('conflict', { detail: 'Begin the set-up again to get a new secret.' });
  }
}

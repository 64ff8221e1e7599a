import { Injectable } from '@nestjs/common';
import { toDataURL } from 'qrcode';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newId } from '../../../../kernel/id.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import { Database, type Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import type { Caller } from '../../../../platform/http/caller.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import { matchTotpStep, newTotpSecret, otpauthUrl } from './totp-code.js';
import { TotpRepository } from './totp.repository.js';

/** Most codes that are tried against one secret that waits to be confirmed. */
const mostConfirmAttempts = 10;

/** Where a secret is sealed to. */
export const secretPlace = (id: string): string => `totp_authenticators.secret:${id}`;

/** Sets an authenticator app up and takes it away. */
@Injectable()
export class TotpService {
  constructor(
    private readonly repository: TotpRepository,
    private readonly database: Database,
    private readonly cipher: FieldCipher,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Begins the set-up with a new secret; a former one that was never confirmed stops working.
   * @throws AppError `two_factor_already_enabled`
   */
  async begin(
    caller: Caller,
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
  async check(userId: string, code: string): Promise<{ id: string; step: number }> {
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

  /** @throws AppError `conflict` when it was confirmed or replaced meanwhile. */
  async confirm(
    tx: Transaction,
    caller: Caller,
    checked: { id: string; step: number },
  ): Promise<void> {
    const row = await this.repository.confirm(tx, checked.id, checked.step, this.clock.now());
    if (!row) throw new AppError('conflict', { detail: 'Begin the set-up again.' });
    this.metrics.twoFactorAttempt({ operation: 'enable', outcome: 'success' });
    const { userId, organizationId } = caller;
    await this.events.add(
      tx,
      events.twoFactorEnabled,
      { userId, method: 'totp' },
      { organizationId },
    );
  }

  /** @throws AppError `two_factor_not_enabled` */
  async remove(tx: Transaction, caller: Caller): Promise<void> {
    const { userId, organizationId } = caller;
    if (!(await this.repository.remove(tx, userId))) throw new AppError('two_factor_not_enabled');
    this.metrics.twoFactorAttempt({ operation: 'disable', outcome: 'success' });
    await this.events.add(
      tx,
      events.twoFactorDisabled,
      { userId, method: 'totp' },
      { organizationId },
    );
  }

  private async cannotConfirm(userId: string): Promise<AppError> {
    const row = await this.repository.find(this.database.connection, userId);
    if (row?.confirmedAt) return new AppError('two_factor_already_enabled');
    return new AppError('conflict', { detail: 'Begin the set-up again to get a new secret.' });
  }
}

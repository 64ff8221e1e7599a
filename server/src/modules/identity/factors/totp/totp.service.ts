import { Injectable } from '@nestjs/common';
import type { TotpAuthenticator } from '@gatehouse/contracts/identity/totp';
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
import type { TotpRow } from './totp.table.js';

/** Most codes that are tried against one secret that waits to be confirmed. */
const mostConfirmAttempts = 10;

/** Most authenticators of one person. */
const mostAuthenticators = 10;

/** As it is named at sign-in, and in `amr`. */
export const totp = { method: 'totp', reference: 'otp' } as const;

/** Where a secret is sealed to. */
export const secretPlace = (id: string): string => `totp_authenticators.secret:${id}`;

/** Sets authenticator apps up and takes them away. */
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
   * Begins the set-up with a new secret, shown by authenticator apps under a label; a former one that was never confirmed stops working.
   * @throws AppError `conflict` when there are too many.
   */
  async begin(
    caller: SessionCaller,
    label: { readonly account: string; readonly issuer: string },
  ): Promise<{ secret: string; otpauthUrl: string; qrCode: string }> {
    const secret = newTotpSecret();
    const id = newId();
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      if ((await this.repository.list(tx, caller.userId)).length >= mostAuthenticators)
        throw new AppError('conflict', { detail: 'Remove one first.' });
      await this.repository.replacePending(tx, {
        id,
        userId: caller.userId,
        name: '',
        secret: this.cipher.seal(secret, secretPlace(id)),
        createdAt: this.clock.now(),
        confirmedAt: null,
        lastUsedAt: null,
        lastStep: 0,
        confirmAttempts: 0,
      });
    });
    const url = otpauthUrl(secret, label);
    // Loaded with the first picture: drawing is needed now and then only.
    const { toDataURL } = await import('qrcode');
    return { secret, otpauthUrl: url, qrCode: await toDataURL(url, { margin: 2, width: 240 }) };
  }

  /**
   * Checks the code that proves that the app was set up, and counts the attempt whatever becomes of it.
   * @returns the authenticator's id and the code's time step.
   * @throws AppError `invalid_code`, `conflict` when nothing waits to be confirmed.
   */
  private async check(userId: string, code: string): Promise<{ id: string; step: number }> {
    const { connection } = this.database;
    const row = await this.repository.countConfirmAttempt(connection, userId, mostConfirmAttempts);
    if (!row) throw beginAgain();
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
   * @throws AppError `invalid_code`, `conflict` when it was confirmed or replaced meanwhile.
   */
  async enable(
    caller: SessionCaller,
    { code, name }: { readonly code: string; readonly name: string },
    client: Client,
  ): Promise<Enrolled> {
    const { id, step: lastStep } = await this.check(caller.userId, code);
    return this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      const change = { name, lastStep, confirmedAt: this.clock.now() };
      if (!(await this.repository.confirm(tx, id, change))) throw beginAgain();
      return this.enrolment.complete(tx, caller, totp, client, name);
    });
  }

  /** Latest first. */
  async list({ userId }: SessionCaller): Promise<TotpAuthenticator[]> {
    return (await this.repository.list(this.database.connection, userId)).map(toAuthenticator);
  }

  /** @throws AppError `not_found` */
  async rename(caller: SessionCaller, id: string, name: string): Promise<TotpAuthenticator> {
    return this.database.transaction(async (tx) => {
      const before = await this.repository.rename(tx, caller.userId, id, name);
      if (!before) throw new AppError('not_found');
      await this.enrolment.tellOfName(tx, caller, totp.method, { from: before.name, to: name });
      return toAuthenticator({ ...before, name });
    });
  }

  /** Removes one authenticator. @throws AppError `not_found`, `last_factor` */
  async remove(caller: SessionCaller, id: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      const [removed] = await this.repository.remove(tx, caller.userId, id);
      if (!removed) throw new AppError('not_found');
      await this.enrolment.withdraw(tx, caller, totp.method, removed.name);
    });
  }

  /** Removes all. @throws AppError `two_factor_not_enabled`, `last_factor` */
  async disable(caller: SessionCaller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.enrolment.lock(tx, caller);
      const removed = await this.repository.remove(tx, caller.userId);
      if (removed.length === 0) throw new AppError('two_factor_not_enabled');
      await this.enrolment.withdraw(tx, caller, totp.method);
    });
  }
}

const beginAgain = () => new AppError('conflict', { detail: 'Begin the set-up again.' });

const toAuthenticator = ({ id, name, createdAt, lastUsedAt }: TotpRow): TotpAuthenticator => ({
  id,
  name,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
});

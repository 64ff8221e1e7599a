import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Client } from '../devices/client.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { LockoutService } from '../lockout/lockout.service.js';
import type { Account } from '../users/account.js';
import { challengedOf, type Challenge, ChallengesService } from './challenges.service.js';
import { type Place, SignInRepository } from './sign-in.repository.js';
import { maySignIn, SignInService } from './sign-in.service.js';

/** What somebody signs in with, and the token of a device that they trust. */
export interface FirstStepClient extends Client {
  readonly deviceToken?: string | undefined;
}

/** Lets in who proved themselves by something else than a password, by the rules of a password. */
@Injectable()
export class FirstStepService {
  constructor(
    private readonly accounts: SignInRepository,
    private readonly lockout: LockoutService,
    private readonly signIn: SignInService,
    private readonly challenges: ChallengesService,
    private readonly devices: TrustedDevicesService,
    private readonly database: Database,
  ) {}

  /** Whether an account can be signed in to now from an address. */
  async isOpen(
    account: Pick<Account, 'id' | 'isActive' | 'emailVerifiedAt'>,
    clientAddress: string,
  ): Promise<boolean> {
    if (!maySignIn(account)) return false;
    const place = await this.accounts.findPlace(account.id, clientAddress, null);
    const key = this.keyOf(account, place);
    try {
      await this.lockout.assertNotDelayed(this.database.connection, key, 'password');
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'sign_in_delayed') return false;
      throw error;
    }
  }

  /**
   * Begins a session, or a challenge where a second factor is on (attack 11) and the device not trusted.
   * @param account found by that method.
   * @param method what was proved, for `amr`.
   * @param use uses the proof up, in the same transaction.
   * @throws AppError `sign_in_delayed` (attack 10), and what `use` throws
   */
  async finish(
    account: Account,
    method: string,
    client: FirstStepClient,
    use: (tx: Transaction) => Promise<void>,
  ): Promise<SignedIn | Challenge> {
    const { clientAddress, deviceToken } = client;
    const token = deviceToken === undefined ? null : hashToken(deviceToken);
    const place = await this.accounts.findPlace(account.id, clientAddress, token);
    const key = this.keyOf(account, place);
    return this.database.transaction(async (tx) => {
      await this.lockout.assertNotDelayed(tx, key, 'password');
      await use(tx);
      const device = account.twoFactorEnabled
        ? await this.devices.use(tx, account, place.deviceId)
        : null;
      if (account.twoFactorEnabled && device === null)
        return this.challenges.begin(tx, challengedOf(account), method);
      const methods = device === null ? [method] : [method, device];
      const opened = await this.signIn.openSession(tx, account, methods, client);
      return this.signIn.answer(account, opened);
    });
  }

  private keyOf({ id: userId }: Pick<Account, 'id'>, { knownPlace }: Place): string {
    return this.lockout.keyOf({ userId, identifier: '', knownPlace });
  }
}

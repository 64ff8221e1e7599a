import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Client } from '../devices/client.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { holdOwner } from '../sessions/sessions.repository.js';
import { type Account, maySignIn, type Signing } from '../users/account.js';
import type { Challenge } from './challenges/challenges.service.js';
import { NextStepService } from './next-step.service.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';
import { type Place, SigningAccountsRepository } from './signing-accounts.repository.js';

/** What somebody signs in with, and the token of a device that they trust. */
export interface FirstStepClient extends Client {
  readonly deviceToken?: string | undefined;
}

/** Lets in who proved themselves by something else than a password, by the rules of a password. */
@Injectable()
export class FirstStepService {
  constructor(
    private readonly accounts: SigningAccountsRepository,
    private readonly lockout: LockoutService,
    private readonly next: NextStepService,
    private readonly sessions: SignInSessionsService,
    private readonly database: Database,
  ) {}

  /** Whether an account can be signed in to now from an address. */
  async isOpen(account: Pick<Account, 'id'> & Signing, clientAddress: string): Promise<boolean> {
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
   * @param use uses the proof up, in the same transaction; false where it is no longer good.
   * @returns null when it is not, or the account was closed meanwhile.
   * @throws AppError `sign_in_delayed` (attack 10)
   */
  async finish(
    account: Account,
    method: string,
    client: FirstStepClient,
    use: (tx: Transaction) => Promise<boolean>,
  ): Promise<SignedIn | Challenge | null> {
    const { clientAddress, deviceToken } = client;
    const token = deviceToken === undefined ? null : hashToken(deviceToken);
    const place = await this.accounts.findPlace(account.id, clientAddress, token);
    const key = this.keyOf(account, place);
    const { deviceId } = place;
    const outcome = await this.database.transaction(async (tx) => {
      await this.lockout.assertNotDelayed(tx, key, 'password');
      if (!(await holdOwner(tx, account.id)) || !(await use(tx))) return null;
      return this.next.begin(tx, account, { method, deviceId, client });
    });
    if (!outcome) return null;
    return 'challenge' in outcome
      ? outcome.challenge
      : this.sessions.answer(account, outcome.opened);
  }

  private keyOf({ id: userId }: Pick<Account, 'id'>, { knownPlace }: Place): string {
    return this.lockout.keyOf({ userId, identifier: '', knownPlace });
  }
}

import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Client } from '../devices/client.js';
import { LockoutService } from '../lockout/lockout.service.js';
import type { Account } from '../users/account.js';
import { type Challenge, ChallengesService } from './challenges.service.js';
import { SignInRepository } from './sign-in.repository.js';
import { maySignIn, SignInService } from './sign-in.service.js';

/** Lets in who proved themselves by something else than a password, by the rules of a password. */
@Injectable()
export class FirstStepService {
  constructor(
    private readonly accounts: SignInRepository,
    private readonly lockout: LockoutService,
    private readonly signIn: SignInService,
    private readonly challenges: ChallengesService,
    private readonly database: Database,
  ) {}

  /** Whether an account can be signed in to now from an address. */
  async isOpen(
    account: Pick<Account, 'id' | 'isActive' | 'emailVerifiedAt'>,
    clientAddress: string,
  ): Promise<boolean> {
    if (!maySignIn(account)) return false;
    const key = await this.lockoutKeyOf(account, clientAddress);
    try {
      await this.lockout.assertNotDelayed(this.database.connection, key, 'password');
      return true;
    } catch (error) {
      if (error instanceof AppError && error.code === 'sign_in_delayed') return false;
      throw error;
    }
  }

  /**
   * Begins a session, or a challenge where a second factor is on (attack 11).
   * @param method what was proved, for `amr`.
   * @param use uses the proof up, in the same transaction.
   * @throws AppError `sign_in_delayed` (attack 10), and what `use` throws
   */
  async finish(
    account: Account,
    method: string,
    client: Client,
    use: (tx: Transaction) => Promise<void>,
  ): Promise<SignedIn | Challenge> {
    const key = await this.lockoutKeyOf(account, client.clientAddress);
    return this.database.transaction(async (tx) => {
      await this.lockout.assertNotDelayed(tx, key, 'password');
      await use(tx);
      if (account.twoFactorEnabled) return this.challenges.begin(tx, account.id, method);
      const opened = await this.signIn.openSession(tx, account, [method], client);
      return this.signIn.answer(account, opened);
    });
  }

  private async lockoutKeyOf({ id }: Pick<Account, 'id'>, clientAddress: string): Promise<string> {
    const known = await this.accounts.knowsAddress(id, clientAddress);
    const knownPlace = known ? clientAddress : null;
    return this.lockout.keyOf({ userId: id, identifier: '', knownPlace });
  }
}

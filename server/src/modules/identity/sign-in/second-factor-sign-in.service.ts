import { Injectable } from '@nestjs/common';
import type {
  SecondFactorBegun,
  SecondFactorMethod,
  SignedIn,
} from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { RateLimiter, refusedBy } from '../../../platform/http/rate-limiter.js';
import type { Client } from '../devices/client.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { type Account, maySignIn } from '../users/account.js';
import { type ChallengeAnswer, ChallengesService } from './challenges/challenges.service.js';
import { SigningAccountsRepository } from './signing-accounts.repository.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';

/** Finishes a sign-in with its second factor. */
@Injectable()
export class SecondFactorSignInService {
  constructor(
    private readonly challenges: ChallengesService,
    private readonly sessions: SignInSessionsService,
    private readonly accounts: SigningAccountsRepository,
    private readonly devices: TrustedDevicesService,
    private readonly limiter: RateLimiter,
  ) {}

  /** @throws AppError `challenge_expired`, `conflict` */
  async begin(tempToken: string, method: SecondFactorMethod): Promise<SecondFactorBegun> {
    return this.challenges.beginMethod(tempToken, method);
  }

  /**
   * The route is public, so its failures are limited by person here: an address for each guess is
   * no way around the limit (C20).
   * @throws AppError `invalid_code`, `invalid_passkey`, `challenge_expired` (also for an account
   * deactivated meanwhile: attack 10), `sign_in_delayed`, `too_many_requests`
   */
  async finish(
    { trustDevice, ...answer }: ChallengeAnswer & { readonly trustDevice: boolean },
    client: Client,
  ): Promise<SignedIn> {
    let guessed: string | undefined;
    const redeemed = this.challenges.redeem(
      answer,
      (userId, firstMethod) => {
        this.assertMayGuess(userId);
        guessed = userId;
        return this.findAccount(userId, firstMethod);
      },
      async (tx, account, methods) => {
        const opened = await this.sessions.open(tx, account, methods, client);
        const device = trustDevice
          ? await this.devices.trust(tx, account, methods.at(-1) ?? null, client)
          : {};
        return { account, opened, device };
      },
    );
    const { account, opened, device } = await redeemed.catch((error: unknown) => {
      if (guessed !== undefined && isWrongGuess(error))
        this.limiter.penalize('two_factor', 'user', guessed);
      throw error;
    });
    return { ...(await this.sessions.answer(account, opened)), ...device };
  }

  /** @throws AppError `too_many_requests` */
  private assertMayGuess(userId: string): void {
    const verdict = this.limiter.check('two_factor', 'user', userId);
    if (!verdict.allowed) throw refusedBy('two_factor', verdict);
  }

  private async findAccount(userId: string, firstMethod: string): Promise<Account> {
    const account = await this.accounts.findAccount(userId, firstMethod);
    if (!account || !maySignIn(account)) throw new AppError('challenge_expired');
    return account;
  }
}

const isWrongGuess = (error: unknown): boolean =>
  error instanceof AppError && (error.code === 'invalid_code' || error.code === 'invalid_passkey');

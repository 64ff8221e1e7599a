import { Injectable } from '@nestjs/common';
import type {
  PasskeyAssertion,
  PasskeyRequest,
} from '@gatehouse/contracts/identity/passkey-ceremonies';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Client } from '../devices/client.js';
import {
  type Assertion,
  PasskeyAssertionsService,
} from '../factors/passkey/passkey-assertions.service.js';
import { FactorsService } from '../factors/factors.service.js';
import { holdOwner } from '../sessions/sessions.repository.js';
import { maySignIn } from '../users/account.js';
import { SignInSessionsService } from './sign-in-sessions.service.js';
import { SigningAccountsRepository } from './signing-accounts.repository.js';

const onlyStep: Assertion = {
  ceremony: 'sign_in',
  binding: '',
  userId: null,
  requireUserVerification: true,
};
/** The key, and the PIN or the finger that opened it (RFC 8176). */
export const passkeyMethods = ['hwk', 'user'];

/**
 * Sign-in with a passkey as the only step. The authenticator has verified the person, so it counts
 * as two factors; nobody can guess one, so no delay holds it up (G10).
 */
@Injectable()
export class PasskeySignInService {
  constructor(
    private readonly assertions: PasskeyAssertionsService,
    private readonly factors: FactorsService,
    private readonly accounts: SigningAccountsRepository,
    private readonly sessions: SignInSessionsService,
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  async begin(): Promise<PasskeyRequest> {
    return this.assertions.begin(this.database.connection, onlyStep);
  }

  /** @throws AppError `invalid_passkey`, whatever is wrong with it or with its account (attack 8) */
  async finish(credential: PasskeyAssertion, client: Client): Promise<SignedIn> {
    const passkey = await this.database.transaction((tx) =>
      this.assertions.check(tx, credential, onlyStep),
    );
    if (!passkey) return this.refuse();
    const account = await this.accounts.findAccount(passkey.userId, passkeyMethods[0]);
    if (!account || !maySignIn(account)) return this.refuse();
    const opened = await this.database.transaction(async (tx) => {
      // It may be gone since it was checked; whoever takes it from now on ends this session, too.
      const held = await holdOwner(tx, account.id);
      if (!held || !(await this.assertions.opensAlone(tx, passkey.id))) return null;
      await this.factors.proved(tx, account.id, 'passkey');
      return this.sessions.open(tx, account, passkeyMethods, client);
    });
    if (!opened) return this.refuse();
    this.metrics.authAttempt({ method: 'passkey', outcome: 'success' });
    return this.sessions.answer(account, opened);
  }

  private refuse(): never {
    this.metrics.authAttempt({ method: 'passkey', outcome: 'failure' });
    throw new AppError('invalid_passkey');
  }
}

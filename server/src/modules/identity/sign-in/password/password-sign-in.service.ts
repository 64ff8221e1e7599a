import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { hashToken } from '../../../../kernel/secret.js';
import { Database } from '../../../../platform/database/database.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import type { Client } from '../../devices/client.js';
import { LockoutService } from '../../lockout/lockout.service.js';
import { CredentialsService, type FreshHash } from '../../passwords/credentials.service.js';
import { type Account, maySignIn } from '../../users/account.js';
import { accountKey } from '../../users/account-key.js';
import type { Challenge } from '../challenges/challenges.service.js';
import { NextStepService } from '../next-step.service.js';
import { type Refused, SignInRefusalsService } from './sign-in-refusals.service.js';
import { SignInSessionsService } from '../sign-in-sessions.service.js';
import type { SignInState } from './password-sign-in.repository.js';
import { GatheredSignInsService } from './gathered-sign-ins.service.js';

/** A sign-in as it comes in. */
export interface SignInAttempt extends Client {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly password: string;
  /** Of a trusted device. */
  readonly deviceToken?: string | undefined;
}

/** Who signs in, with what is known of them. */
interface Candidate extends Refused {
  readonly state: SignInState;
}

/** Sign-in with a password: two transactions, one that reads and one that writes. */
@Injectable()
export class PasswordSignInService {
  constructor(
    private readonly gathered: GatheredSignInsService,
    private readonly credentials: CredentialsService,
    private readonly lockout: LockoutService,
    private readonly refusals: SignInRefusalsService,
    private readonly sessions: SignInSessionsService,
    private readonly next: NextStepService,
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Signs in, or begins a challenge where a second factor is on.
   * @throws AppError `invalid_credentials` for every reason but a delay (attack 8), `sign_in_delayed`,
   * `password_expired` to whoever knows the password, `overloaded`
   */
  async signIn(attempt: SignInAttempt): Promise<SignedIn | Challenge> {
    this.credentials.assertRoom();
    const candidate = await this.findCandidate(attempt);
    const { account, passwordHash, passwordExpired, delayedUntil } = candidate.state;
    if (delayedUntil) return this.refusals.putOff(candidate, delayedUntil);
    const matches = await this.credentials.verify(passwordHash, attempt.password);
    if (!matches || !account || !maySignIn(account))
      return this.refusals.refuse(candidate, matches);
    if (passwordExpired) return this.refusals.expire(candidate, account);
    const rehash = await this.credentials.refresh(passwordHash, attempt.password);
    const begun = account.twoFactorEnabled
      ? await this.secondStep(account, candidate, attempt, rehash)
      : await this.begin(account, candidate, attempt, rehash);
    if (begun) return begun;
    // Something is another now: a sign-in at the same moment put a fresh hash there, the password was
    // changed, or a second factor turned on.
    return this.signIn(attempt);
  }

  /** Begins the session; null when the password, or the factors, are no longer those that were looked at. */
  private async begin(
    account: Account,
    candidate: Candidate,
    attempt: SignInAttempt,
    rehash: FreshHash | null,
  ): Promise<SignedIn | null> {
    const { lockoutKey, state } = candidate;
    const { opened, login: event } = this.sessions.prepare(account, ['pwd'], attempt);
    const outcome = await this.gathered.accept({ lockoutKey, state, opened, event, rehash });
    if (outcome.delayedUntil) return this.refusals.putOff(candidate, outcome.delayedUntil);
    if (!outcome.began) return null;
    this.metrics.authAttempt({ method: 'password', outcome: 'success' });
    return this.sessions.answer(account, opened);
  }

  private async findCandidate(attempt: SignInAttempt): Promise<Candidate> {
    const kind = attempt.email === undefined ? 'username' : 'email';
    const identifier = accountKey(attempt.email ?? attempt.username ?? '');
    const unknownKey = this.lockout.keyOf({ userId: null, identifier, knownPlace: null });
    const { clientAddress: address, deviceToken } = attempt;
    const deviceHash = deviceToken === undefined ? null : hashToken(deviceToken);
    const asking = { kind, name: identifier, address, unknownKey, deviceHash } as const;
    const state = await this.gathered.find(asking);
    const userId = state.account?.id ?? null;
    const { knownPlace } = state;
    const lockoutKey = this.lockout.keyOf({ userId, identifier, knownPlace });
    return { state, account: state.account, identifier, lockoutKey };
  }

  /**
   * The session of a trusted device, else a challenge; null when the password is no longer the one
   * that was checked. Attack 10: the delay holds on both ways.
   */
  private async secondStep(
    account: Account,
    { lockoutKey, state }: Candidate,
    client: Client,
    rehash: FreshHash | null,
  ): Promise<SignedIn | Challenge | null> {
    const outcome = await this.database.transaction(async (tx) => {
      await this.lockout.assertNotDelayed(tx, lockoutKey, 'password');
      // A password that changed meanwhile begins nothing, and one that changes later ends it.
      if (!(await this.credentials.hold(tx, account.id, state.passwordHash, rehash))) return null;
      await this.lockout.clear(tx, lockoutKey, 'password');
      const { deviceId } = state;
      return this.next.begin(tx, account, { method: 'pwd', deviceId, client });
    });
    if (outcome === null) return null;
    if ('challenge' in outcome) return outcome.challenge;
    this.metrics.authAttempt({ method: 'password', outcome: 'success' });
    return this.sessions.answer(account, outcome.opened);
  }
}

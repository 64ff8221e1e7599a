import { Injectable } from '@nestjs/common';
import { events, type SignInFailure } from '@gatehouse/contracts/events';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { hashToken } from '../../../kernel/secret.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { Metrics } from '../../../platform/telemetry/metrics.js';
import type { Client } from '../devices/client.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { CredentialsService, type FreshHash } from '../passwords/credentials.service.js';
import { entitlementOf } from '../roles/entitlement.js';
import {
  needsEnrolment,
  type NewSession,
  type OpenedSession,
  SessionsService,
} from '../sessions/sessions.service.js';
import { type Account, toUser } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { challengedOf, type Challenge, ChallengesService } from './challenges.service.js';
import { SignInRepository, type SignInState } from './sign-in.repository.js';

/** A sign-in as it comes in. */
export interface SignInAttempt extends Client {
  readonly email?: string | undefined;
  readonly username?: string | undefined;
  readonly password: string;
  /** Of a trusted device. */
  readonly deviceToken?: string | undefined;
}

/** Who signs in, and whose failures this attempt counts with. */
interface Candidate {
  readonly state: SignInState;
  readonly identifier: string;
  readonly lockoutKey: string;
}

/** Sign-in with a password: two transactions, one that reads and one that writes. */
@Injectable()
export class SignInService {
  private readonly countFailure: (values: { reason: SignInFailure }) => void;

  constructor(
    private readonly repository: SignInRepository,
    private readonly credentials: CredentialsService,
    private readonly lockout: LockoutService,
    private readonly sessions: SessionsService,
    private readonly challenges: ChallengesService,
    private readonly devices: TrustedDevicesService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly metrics: Metrics,
  ) {
    const name = 'sign_in_failures_total';
    this.countFailure = metrics.counter(name, 'Sign-ins refused at the password', ['reason']);
  }

  /**
   * Signs in, or begins a challenge where a second factor is on.
   * @throws AppError `invalid_credentials` for every reason but a delay (attack 8), `sign_in_delayed`,
   * `overloaded`
   */
  async signIn(attempt: SignInAttempt): Promise<SignedIn | Challenge> {
    const candidate = await this.findCandidate(attempt);
    const { account, passwordHash, delayedUntil } = candidate.state;
    if (delayedUntil) return this.putOff(candidate, delayedUntil);
    const matches = await this.credentials.verify(passwordHash, attempt.password);
    if (!matches || !account || !maySignIn(account)) return this.refuse(candidate, matches);
    const rehash = await this.credentials.refresh(passwordHash, attempt.password);
    const begun = account.twoFactorEnabled
      ? await this.secondStep(account, candidate, attempt, rehash)
      : await this.begin(account, candidate, attempt, rehash);
    if (begun) return begun;
    // The hash is another now: a sign-in at the same moment put a fresh one there, or the password changed.
    return rehash ? this.signIn(attempt) : this.refuse(candidate, false);
  }

  /** Begins the session; null when the password is no longer the one that was checked. */
  private async begin(
    account: Account,
    candidate: Candidate,
    attempt: SignInAttempt,
    rehash: FreshHash | null,
  ): Promise<SignedIn | null> {
    const { lockoutKey, state } = candidate;
    const opened = this.sessions.prepare(sessionOf(account, ['pwd'], attempt));
    const login = this.events.rowOf(events.userLogin, loginOf(account, opened), aboutOf(account));
    const outcome = await this.repository.accept(
      lockoutKey,
      state.passwordHash,
      opened,
      login,
      rehash,
    );
    if (outcome.delayedUntil) return this.putOff(candidate, outcome.delayedUntil);
    if (!outcome.began) return null;
    this.metrics.authAttempt({ method: 'password', outcome: 'success' });
    return this.answer(account, opened);
  }

  /** Begins the session of a finished sign-in. */
  async openSession(
    tx: Transaction,
    account: Account,
    methods: readonly string[],
    client: Client,
  ): Promise<OpenedSession> {
    const opened = await this.sessions.open(tx, sessionOf(account, methods, client));
    await this.events.add(tx, events.userLogin, loginOf(account, opened), aboutOf(account));
    return opened;
  }

  /** The answer of a finished sign-in. */
  answer(account: Account, opened: OpenedSession): SignedIn {
    const { acceptedFactorEnabled: secondFactor, platformRole } = account;
    const session = { ...opened.row, ...entitlementOf(account), platformRole, secondFactor };
    return {
      ...this.sessions.issueTokens(session, opened.refreshToken),
      user: toUser(account),
      enrolmentRequired: needsEnrolment(session),
    };
  }

  private async findCandidate(attempt: SignInAttempt): Promise<Candidate> {
    const kind = attempt.email === undefined ? 'username' : 'email';
    const identifier = accountKey(attempt.email ?? attempt.username ?? '');
    const unknownKey = this.lockout.keyOf({ userId: null, identifier, knownPlace: null });
    const { clientAddress, deviceToken } = attempt;
    const device = deviceToken === undefined ? null : hashToken(deviceToken);
    const state = await this.repository.find(kind, identifier, clientAddress, unknownKey, device);
    const userId = state.account?.id ?? null;
    const { knownPlace } = state;
    const lockoutKey = this.lockout.keyOf({ userId, identifier, knownPlace });
    return { state, identifier, lockoutKey };
  }

  /** Refuses an attempt unheard. It is told of: it counts against the address that it came from. */
  private async putOff(candidate: Candidate, until: Date): Promise<never> {
    this.countFailure({ reason: 'delayed' });
    await this.database.transaction((tx) => this.tell(tx, candidate, 'delayed'));
    throw this.lockout.delayed(until);
  }

  private async refuse(candidate: Candidate, matches: boolean): Promise<never> {
    const reason = matches ? 'account_not_usable' : 'wrong_credentials';
    this.metrics.authAttempt({ method: 'password', outcome: 'failure' });
    this.countFailure({ reason });
    const counted = this.database.transaction(async (tx) => {
      await this.lockout.countFailure(tx, candidate.lockoutKey, 'password');
      await this.tell(tx, candidate, reason);
    });
    await counted.catch((error: unknown) => this.passOn(candidate, error));
    throw new AppError('invalid_credentials', {
      detail: 'If you have just registered, confirm your e-mail address first.',
    });
  }

  /** A delay that came into force meanwhile is told of like any other. */
  private async passOn(candidate: Candidate, error: unknown): Promise<never> {
    if (error instanceof AppError && error.code === 'sign_in_delayed')
      await this.database.transaction((tx) => this.tell(tx, candidate, 'delayed'));
    throw error;
  }

  private async tell(
    tx: Transaction,
    { state: { account }, identifier }: Candidate,
    reason: SignInFailure,
  ): Promise<void> {
    const failed = { userId: account?.id ?? null, identifier, reason };
    const about = { organizationId: account?.organizationId ?? null, actorId: null };
    await this.events.add(tx, events.userLoginFailed, failed, about);
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
      const device = await this.devices.use(tx, account, state.deviceId);
      if (device === null)
        return { challenge: await this.challenges.begin(tx, challengedOf(account)) };
      return { opened: await this.openSession(tx, account, ['pwd', device], client) };
    });
    if (outcome === null) return null;
    if (outcome.challenge) return outcome.challenge;
    this.metrics.authAttempt({ method: 'password', outcome: 'success' });
    return this.answer(account, outcome.opened);
  }
}

const sessionOf = (
  { id: userId, organizationId, sessionPreset }: Account,
  methods: readonly string[],
  { clientAddress, userAgent, device }: Client,
): NewSession => ({
  userId,
  organizationId,
  sessionPreset,
  methods,
  clientAddress,
  userAgent,
  device,
});

const loginOf = ({ id: userId, email }: Account, { row }: OpenedSession) => ({
  userId,
  email,
  sessionId: row.id,
  method: row.methods.join('+'),
});

const aboutOf = ({ id: actorId, organizationId }: Account) => ({ organizationId, actorId });

/** Whether an account can be signed in to at all. */
export const maySignIn = (account: Pick<Account, 'isActive' | 'emailVerifiedAt'>): boolean =>
  account.isActive && account.emailVerifiedAt !== null;

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { rolesRequiringSecondFactor } from '@gatehouse/contracts/permissions';
import { after, Clock, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { OneTimeTokensRepository } from '../one-time-tokens/one-time-tokens.repository.js';
import { OneTimeTokensService } from '../one-time-tokens/one-time-tokens.service.js';
import type { TokenPurpose } from '../one-time-tokens/one-time-tokens.table.js';
import { PasswordPolicyService } from '../passwords/password-policy.service.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { SignInRepository } from '../sign-in/sign-in.repository.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { UsersRepository } from '../users/users.repository.js';

const mailedLinks: readonly TokenPurpose[] = ['reset_password', 'choose_password'];
const mailAfter = minutes(1);

/** A password that takes effect, and what it ends. */
interface Change {
  readonly userId: string;
  readonly passwordHash: string;
  /** Came by mail; else by whoever is signed in, whose own session stays. */
  readonly byMail: boolean;
  readonly keptSessionId?: string;
}

/** Changing a password, and getting a new one by mail. Neither signs in nor touches a second factor (attack 15). */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly accounts: SignInRepository,
    private readonly users: UsersRepository,
    private readonly credentials: UserCredentialsRepository,
    private readonly sessions: SessionsRepository,
    private readonly tokens: OneTimeTokensService,
    private readonly tokensRepository: OneTimeTokensRepository,
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** The caller's password was checked before. @throws AppError `weak_password`, `overloaded` */
  async change(caller: Caller, newPassword: string): Promise<void> {
    const account = await this.getAccount(caller.userId);
    const passwordHash = await this.hash(account, newPassword);
    const { userId, sessionId: keptSessionId } = caller;
    await this.database.transaction(async (tx) => {
      await this.apply(tx, account, { userId, passwordHash, byMail: false, keptSessionId });
      await this.events.add(tx, events.passwordChanged, { userId }, { actorId: userId });
    });
  }

  /** Sends a link where the address is known; the caller cannot tell. At most one a minute. */
  async forgot(email: string): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await this.users.findByEmail(tx, accountKey(email));
      if (!user?.isActive) return;
      const since = after(this.clock.now(), -mailAfter);
      if (await this.tokensRepository.wasIssuedSince(tx, 'reset_password', user.id, since)) return;
      const token = await this.tokens.issue(tx, 'reset_password', user.id);
      await this.mails.resetPassword(tx, user, token);
      await this.events.add(
        tx,
        events.passwordResetRequested,
        { userId: user.id },
        { actorId: null },
      );
    });
  }

  /** @throws AppError `invalid_token`, `weak_password`, `overloaded` */
  async reset(token: string, newPassword: string): Promise<void> {
    const found = await this.tokens.find(this.database.connection, mailedLinks, token);
    if (!found?.userId) throw new AppError('invalid_token');
    const { userId } = found;
    const account = await this.getAccount(userId);
    const passwordHash = await this.hash(account, newPassword);
    await this.database.transaction(async (tx) => {
      if (!(await this.tokens.consume(tx, mailedLinks, token))) throw new AppError('invalid_token');
      await this.tokens.voidAll(tx, userId);
      await this.apply(tx, account, { userId, passwordHash, byMail: true });
      await this.events.add(tx, events.passwordReset, { userId }, { actorId: userId });
    });
  }

  private async getAccount(userId: string): Promise<Account> {
    const account = await this.accounts.findAccount(userId);
    if (!account?.isActive) throw new AppError('invalid_token');
    return account;
  }

  private async hash(account: Account, password: string): Promise<string> {
    const { email, firstName, lastName, username, role } = account;
    const required = role !== null && rolesRequiringSecondFactor.includes(role);
    const secondFactor = account.twoFactorEnabled || required;
    const ownWords = [email, firstName, lastName, username ?? ''];
    const accepted = await this.policy.accept(
      password,
      { secondFactor, ownWords },
      '/body/newPassword',
    );
    return this.hasher.hash(accepted);
  }

  /** The other sessions, and with them their refresh tokens, end in the same transaction (attack 16). */
  private async apply(tx: Transaction, account: Account, change: Change): Promise<void> {
    const { userId, passwordHash, byMail, keptSessionId } = change;
    const now = this.clock.now();
    const reason = byMail ? 'password_reset' : 'password_changed';
    await this.credentials.setPassword(tx, userId, passwordHash, now, byMail);
    const count = await this.sessions.endAll(tx, userId, reason, now, keptSessionId);
    if (count > 0)
      await this.events.add(
        tx,
        events.sessionEnded,
        { userId, sessionId: null, reason, count },
        { actorId: userId },
      );
    await this.mails.passwordChanged(tx, account);
  }
}

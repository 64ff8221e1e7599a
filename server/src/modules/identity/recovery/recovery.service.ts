import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { requiresSecondFactor } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { PasswordLinksService } from '../passwords/password-links.service.js';
import { SigningAccountsRepository } from '../sign-in/signing-accounts.repository.js';
import type { Account } from '../users/account.js';
import { accountKey } from '../users/account-key.js';
import { ClaimsService } from '../users/claims.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { type PasswordChanger, PasswordChangesService } from './password-changes.service.js';

/** Changing a password, and getting a new one by mail. Neither signs in nor touches a second factor (attack 15). */
@Injectable()
export class RecoveryService {
  constructor(
    private readonly accounts: SigningAccountsRepository,
    private readonly users: UsersRepository,
    private readonly credentials: CredentialsService,
    private readonly links: PasswordLinksService,
    private readonly changes: PasswordChangesService,
    private readonly claims: ClaimsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly config: Config,
  ) {}

  /**
   * The caller's password was checked before.
   * @throws AppError `weak_password`, `overloaded`; `invalid_credentials`, `unauthenticated` when the
   * password was changed, or the session ended, meanwhile.
   */
  async change(by: PasswordChanger, newPassword: string): Promise<void> {
    const { userId } = by.caller;
    const account = await this.getAccount(userId);
    const passwordHash = await this.prepare(account, newPassword);
    await this.database.transaction(async (tx) => {
      await this.changes.apply(tx, account, { passwordHash, by });
      await this.events.add(tx, events.passwordChanged, { userId }, { actorId: userId });
    });
  }

  /** Sends a link to the address where an account has it; the caller cannot tell. At most one a minute. */
  async forgot(email: string): Promise<void> {
    const found = await this.users.findByEmail(this.database.connection, accountKey(email));
    const account = found && (await this.accounts.findAccount(found.id));
    if (!account || !this.mayReset(account)) return;
    const { id: userId, organizationId } = account;
    await this.database.transaction(async (tx) => {
      if (!(await this.links.sendReset(tx, { ...account, email: found.foundBy }))) return;
      const about = { organizationId, actorId: null };
      await this.events.add(tx, events.passwordResetRequested, { userId }, about);
    });
  }

  /** @throws AppError `invalid_token`, `weak_password`, `overloaded` */
  async reset(token: string, newPassword: string): Promise<void> {
    const link = await this.links.find(token);
    const account = link && (await this.accounts.findAccount(link.userId));
    if (!account || !this.mayReset(account)) throw new AppError('invalid_token');
    const isClaim = link.asked && account.emailVerifiedAt === null;
    if (!account.isActive && !isClaim) throw new AppError('invalid_token');
    const { id: userId } = account;
    const passwordHash = await this.prepare(account, newPassword);
    await this.database.transaction(async (tx) => {
      if (!(await this.links.use(tx, token))) throw new AppError('invalid_token');
      if (isClaim && !(await this.claims.claim(tx, userId))) throw new AppError('invalid_token');
      await this.changes.apply(tx, account, { passwordHash, by: 'mail' });
      const about = { organizationId: account.organizationId, actorId: userId };
      await this.events.add(tx, events.passwordReset, { userId }, about);
    });
  }

  /** A closed account is opened by its person where nobody ever confirmed it: then others made it. */
  private mayReset({ isActive, emailVerifiedAt }: Account): boolean {
    return isActive || (emailVerifiedAt === null && this.config.GATEHOUSE_REGISTRATION);
  }

  private async getAccount(userId: string): Promise<Account> {
    const account = await this.accounts.findAccount(userId);
    if (!account?.isActive) throw new AppError('invalid_token');
    return account;
  }

  private async prepare(account: Account, password: string): Promise<string> {
    const { id: userId, email, firstName, lastName, username } = account;
    const secondFactor = account.twoFactorEnabled || requiresSecondFactor(account);
    const ownWords = [email, firstName, lastName, username ?? ''];
    const owner = { secondFactor, ownWords, userId };
    return this.credentials.prepare(password, owner, '/body/newPassword');
  }
}

import { Injectable } from '@nestjs/common';
import { after, Clock, hours, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { IdentityMailsService } from '../mails/identity-mails.service.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { RegistrationsRepository } from './registrations.repository.js';

/** What somebody registers with. */
export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username?: string | undefined;
}

const lifetime = hours(24);
const mailAfter = minutes(1);

/**
 * Takes attempts to register. An account begins to exist when its address is confirmed, with the
 * password of the attempt whose mail was answered, so nobody can prepare one for somebody else.
 */
@Injectable()
export class RegistrationService {
  constructor(
    private readonly repository: RegistrationsRepository,
    private readonly users: UsersRepository,
    private readonly credentials: CredentialsService,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Takes an attempt. A known address costs the same time and shows nothing; its owner gets a mail,
   * at most one a minute, whoever asks. An attempt that no mail is sent for is kept: the one before
   * may be a stranger's, so neither decides about the password (see `ConfirmationService`).
   * @throws AppError `registration_disabled`, `weak_password`, `username_taken` (usernames are public), `overloaded`
   */
  async register(wish: Registration, clientAddress: string): Promise<void> {
    if (!this.config.GATEHOUSE_REGISTRATION) throw new AppError('registration_disabled');
    const ownWords = [wish.email, wish.firstName, wish.lastName, wish.username ?? ''];
    const owner = { secondFactor: false, ownWords };
    const passwordHash = await this.credentials.prepare(wish.password, owner);
    const token = newToken();
    const createdAt = this.clock.now();
    const emailKey = accountKey(wish.email);
    await this.database.transaction(async (tx) => {
      if (wish.username && (await this.users.isUsernameTaken(tx, accountKey(wish.username))))
        throw new AppError('username_taken');
      await this.repository.lock(tx, emailKey);
      const found = await this.users.findByEmail(tx, emailKey);
      // One that others made, and that nobody has confirmed, is theirs who confirm it now.
      const known = found?.emailVerifiedAt ? found : null;
      const since = after(createdAt, -mailAfter);
      const isMailed = !(await this.repository.wasMailedSince(tx, emailKey, since));
      await this.repository.insert(tx, {
        tokenHash: hashToken(token),
        email: wish.email,
        emailKey,
        username: wish.username ?? null,
        passwordHash: known ? null : passwordHash,
        firstName: wish.firstName,
        lastName: wish.lastName,
        ipAddress: clientAddress,
        createdAt,
        expiresAt: after(createdAt, lifetime),
        consumedAt: isMailed ? null : createdAt,
      });
      if (!isMailed) return;
      await (known
        ? this.mails.alreadyRegistered(tx, { ...known, email: known.foundBy })
        : this.mails.verifyEmail(tx, wish, token));
    });
  }

  /** Sends the mail again with a new link, at most once a minute; says nothing of whether it did. */
  async resend(email: string): Promise<void> {
    const now = this.clock.now();
    const token = newToken();
    await this.database.transaction(async (tx) => {
      const attempt = await this.repository.findLatest(tx, accountKey(email), now);
      if (!attempt?.passwordHash || after(attempt.createdAt, mailAfter) > now) return;
      if (!(await this.repository.consume(tx, attempt.tokenHash, now))) return;
      const renewed = { tokenHash: hashToken(token), createdAt: now, consumedAt: null };
      await this.repository.insert(tx, { ...attempt, ...renewed, expiresAt: after(now, lifetime) });
      await this.mails.verifyEmail(tx, attempt, token);
    });
  }
}

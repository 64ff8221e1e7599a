import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { after, Clock, hours, minutes } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Gatherer } from '../../../platform/cache/gatherer.js';
import { gatherWhileHashing } from '../../../platform/crypto/hash-gatherer.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import {
  addressConfirmation,
  alreadyRegistered,
  IdentityMailsService,
  type Posting,
} from '../mails/identity-mails.service.js';
import { accountKey } from '../users/account-key.js';
import { UsersRepository } from '../users/users.repository.js';
import { RegistrationsRepository } from './registrations.repository.js';
import type { RegistrationRow } from './registrations.table.js';

/** What somebody registers with. */
export interface Registration {
  readonly email: string;
  readonly password: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username?: string | undefined;
}

/** An attempt to register. */
interface Attempt extends Pick<Posting, 'inItsRequest'> {
  readonly wish: Registration;
  readonly emailKey: string;
  readonly usernameKey: string | null;
  readonly passwordHash: string;
  readonly clientAddress: string;
}

type Outcome = 'kept' | 'username_taken';

const lifetime = hours(24);
const mailAfter = minutes(1);

/** Keeps attempts to register until they are confirmed: each at once, and while many wait, several together. */
@Injectable()
export class RegistrationAttemptsService {
  private readonly keeping: Gatherer<Attempt, Outcome>;

  constructor(
    private readonly repository: RegistrationsRepository,
    private readonly users: UsersRepository,
    private readonly mails: IdentityMailsService,
    private readonly database: Database,
    private readonly clock: Clock,
    hasher: PasswordHasher,
  ) {
    this.keeping = gatherWhileHashing(hasher, (attempts) => this.keepAll(attempts));
  }

  /**
   * Keeps an attempt, and mails whoever reads the address, at most once a minute. One that no mail
   * is sent for is kept, too: the one before may be a stranger's, so neither decides about the
   * password (see `ConfirmationService`).
   * @throws AppError `username_taken`
   */
  async keep(wish: Registration, passwordHash: string, clientAddress: string): Promise<void> {
    const outcome = await this.keeping.add({
      wish,
      emailKey: accountKey(wish.email),
      usernameKey: wish.username ? accountKey(wish.username) : null,
      passwordHash,
      clientAddress,
      inItsRequest: AsyncLocalStorage.snapshot(),
    });
    if (outcome === 'username_taken') throw new AppError('username_taken');
  }

  /** Sends the mail again with a new link, at most once a minute; says nothing of whether it did. */
  async renew(email: string): Promise<void> {
    const now = this.clock.now();
    const token = newToken();
    await this.database.transaction(async (tx) => {
      const attempt = await this.repository.findLatest(tx, accountKey(email), now);
      if (!attempt?.passwordHash || after(attempt.createdAt, mailAfter) > now) return;
      if (!(await this.repository.consume(tx, attempt.tokenHash, now))) return;
      const renewed = { tokenHash: hashToken(token), createdAt: now, consumedAt: null };
      const expiresAt = after(now, lifetime);
      await this.repository.insert(tx, [{ ...attempt, ...renewed, expiresAt }]);
      await this.mails.send(tx, attempt, addressConfirmation(token));
    });
  }

  private async keepAll(attempts: readonly Attempt[]): Promise<Outcome[]> {
    return this.database.transaction(async (tx) => {
      const names = attempts.flatMap(({ usernameKey }) => usernameKey ?? []);
      const taken = await this.users.listTakenUsernames(tx, names);
      const isTaken = ({ usernameKey }: Attempt) => usernameKey !== null && taken.has(usernameKey);
      await this.insert(
        tx,
        attempts.filter((attempt) => !isTaken(attempt)),
      );
      return attempts.map((attempt) => (isTaken(attempt) ? 'username_taken' : 'kept'));
    });
  }

  private async insert(tx: Transaction, attempts: readonly Attempt[]): Promise<void> {
    if (attempts.length === 0) return;
    const createdAt = this.clock.now();
    const emailKeys = attempts.map(({ emailKey }) => emailKey);
    await this.repository.lock(tx, emailKeys);
    const known = await this.repository.lookUp(tx, emailKeys, after(createdAt, -mailAfter));
    const rows: RegistrationRow[] = [];
    const postings: Posting[] = [];
    for (const [index, attempt] of attempts.entries()) {
      const { owner, wasMailed } = known[index]!;
      const isMailed = !wasMailed && emailKeys.indexOf(attempt.emailKey) === index;
      const token = newToken();
      rows.push(rowOf(attempt, { token, createdAt, isKnown: owner !== null, isMailed }));
      if (!isMailed) continue;
      const { inItsRequest, wish } = attempt;
      postings.push(
        owner
          ? { to: owner, letter: alreadyRegistered, inItsRequest }
          : { to: wish, letter: addressConfirmation(token), inItsRequest },
      );
    }
    await this.repository.insert(tx, rows);
    await this.mails.sendAll(tx, postings);
  }
}

const rowOf = (
  { wish, emailKey, passwordHash, clientAddress }: Attempt,
  made: {
    readonly token: string;
    readonly createdAt: Date;
    readonly isKnown: boolean;
    readonly isMailed: boolean;
  },
): RegistrationRow => ({
  tokenHash: hashToken(made.token),
  email: wish.email,
  emailKey,
  username: wish.username ?? null,
  passwordHash: made.isKnown ? null : passwordHash,
  firstName: wish.firstName,
  lastName: wish.lastName,
  ipAddress: clientAddress,
  createdAt: made.createdAt,
  expiresAt: after(made.createdAt, lifetime),
  consumedAt: made.isMailed ? null : made.createdAt,
});

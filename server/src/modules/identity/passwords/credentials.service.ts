import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { normalizePassword } from './normalize-password.js';
import {
  type PasswordOwner,
  PasswordPolicyService,
  weakPassword,
} from './password-policy.service.js';

/** A hash to be put in the place of the one that a password was checked against. */
export interface FreshHash {
  readonly old: string;
  readonly fresh: string;
}

/** Whose password it is to be, and which organizations have a say in it. */
interface NewPasswordOwner extends PasswordOwner {
  /** Somebody who has an account: all organizations that they belong to. */
  readonly userId?: string;
  /** Somebody who is about to join. */
  readonly organizationId?: string;
}

/** Checks passwords, and takes new ones: policy, hash, row. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly repository: UserCredentialsRepository,
    private readonly policies: PoliciesRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * The hash of a password that is good enough. It takes its time and may wait for its turn:
   * never call it in a transaction.
   * @throws AppError `weak_password`, `overloaded`
   */
  async prepare(password: string, owner: NewPasswordOwner, pointer?: string): Promise<string> {
    // To weigh a password takes a tenth of its hash: nobody is turned away after it who can be before.
    this.assertRoom();
    const { connection } = this.database;
    const demands = await this.policies.findPasswordDemands(connection, owner);
    const accepted = await this.policy.accept(password, { ...owner, ...demands }, pointer);
    const { history } = demands;
    if (owner.userId !== undefined && (await this.wasUsed(owner.userId, accepted, history)))
      throw weakPassword(`must not be one of your last ${history} passwords`, pointer);
    return this.hasher.hash(accepted);
  }

  /**
   * Whether a password is one of a person's last ones. Each is checked, one after the other, also
   * after the first that it is: the time tells nothing, and one person takes one place at a time
   * among those who wait to be hashed.
   */
  private async wasUsed(userId: string, password: string, most: number): Promise<boolean> {
    const hashes = await this.repository.listHashes(this.database.connection, userId, most);
    let found = false;
    for (const hash of hashes) found = (await this.hasher.verify(hash, password)) || found;
    return found;
  }

  /** Takes a password away, which others may know: nobody gets in by anything until a new one is chosen by mail. */
  async requireReset(tx: Transaction, userId: string): Promise<void> {
    await this.repository.requireReset(tx, userId, this.clock.now());
  }

  /** Whether the password still has this hash; if so, nobody else changes it until the transaction ends. */
  async lock(tx: Transaction, userId: string, hash: string): Promise<boolean> {
    return this.repository.holdPassword(tx, userId, hash, 'no key update');
  }

  /** Keeps a prepared hash. `byMail`: the answer to a mail, which proves the address. */
  async store(
    tx: Transaction,
    userId: string,
    passwordHash: string,
    byMail: boolean,
  ): Promise<void> {
    await this.repository.setPassword(tx, userId, passwordHash, this.clock.now(), byMail);
  }

  /** Turns away, before anything is looked up, whose password could not be checked in time. @throws AppError `overloaded` */
  assertRoom(): void {
    this.hasher.assertRoom();
  }

  /** Whether a password belongs to a hash; see `PasswordHasher.verify`. @throws AppError `overloaded` */
  async verify(hash: string | null, password: string): Promise<boolean> {
    return this.hasher.verify(hash, normalizePassword(password));
  }

  /**
   * The hash of a password that was just accepted, where the kept one is of another algorithm or
   * cost than the present (C01); else null, also while too much waits: then the next time will do.
   */
  async refresh(old: string | null, password: string): Promise<FreshHash | null> {
    if (old === null || !this.hasher.isOutdated(old)) return null;
    try {
      return { old, fresh: await this.hasher.hash(normalizePassword(password)) };
    } catch (error) {
      if (error instanceof AppError && error.code === 'overloaded') return null;
      throw error;
    }
  }

  /**
   * Whether the password still has the hash that it was checked against; if so, it stays until the
   * transaction ends, under a fresh hash where there is one.
   */
  async hold(
    tx: Transaction,
    userId: string,
    hash: string | null,
    fresh: FreshHash | null,
  ): Promise<boolean> {
    if (fresh) return this.repository.replaceHash(tx, userId, fresh);
    return this.repository.holdPassword(tx, userId, hash);
  }
}

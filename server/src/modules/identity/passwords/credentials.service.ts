import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import type { Transaction } from '../../../platform/database/database.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';
import { type PasswordOwner, PasswordPolicyService } from './password-policy.service.js';

/** Takes new passwords: policy, hash, row. */
@Injectable()
export class CredentialsService {
  constructor(
    private readonly policy: PasswordPolicyService,
    private readonly hasher: PasswordHasher,
    private readonly repository: UserCredentialsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * The hash of a password that is good enough. It takes its time and may wait for its turn:
   * never call it in a transaction.
   * @throws AppError `weak_password`, `overloaded`
   */
  async prepare(password: string, owner: PasswordOwner, pointer?: string): Promise<string> {
    return this.hasher.hash(await this.policy.accept(password, owner, pointer));
  }

  /** Takes a password away, which others may know: nobody gets in until a new one is chosen by mail. */
  async remove(tx: Transaction, userId: string): Promise<void> {
    await this.repository.removePassword(tx, userId, this.clock.now());
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
}

import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { normalizePassword } from '../passwords/normalize-password.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';

/** Asks whoever is signed in to prove again who they are, with the limits of a sign-in. */
@Injectable()
export class ProofsService {
  constructor(
    private readonly credentials: UserCredentialsRepository,
    private readonly hasher: PasswordHasher,
    private readonly lockout: LockoutService,
    private readonly database: Database,
  ) {}

  /**
   * Asks for the password of whoever has one. Who has none has lately proved themselves by another
   * way, which the route asks for.
   * @throws AppError `invalid_credentials`, `sign_in_delayed`, `overloaded`
   */
  async requirePasswordIfAny(caller: Caller, password: string | undefined): Promise<void> {
    const { connection } = this.database;
    const hash = await this.credentials.findPasswordHash(connection, caller.userId);
    if (hash === null && password === undefined) return;
    await this.requirePassword(caller, password ?? '');
  }

  /**
   * Counted before it is checked: a right password among many at once is no way past the cap.
   * @returns the hash that the password belongs to.
   * @throws AppError `invalid_credentials`, `sign_in_delayed`, `overloaded`
   */
  async requirePassword(caller: Caller, password: string): Promise<string> {
    const { connection } = this.database;
    const key = this.lockout.keyOfProofs(caller.userId);
    // What could not be checked is not to count.
    this.hasher.assertRoom();
    const delays = await this.lockout.admit(connection, key, 'password');
    const hash = await this.credentials.findPasswordHash(connection, caller.userId);
    const matches = await this.hasher.verify(hash, normalizePassword(password));
    if (hash !== null && matches) {
      await this.lockout.clear(connection, key, 'password');
      return hash;
    }
    if (delays) this.lockout.noteDelay('password');
    throw new AppError('invalid_credentials');
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { FactorsService } from '../factors/factors.service.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { normalizePassword } from '../passwords/normalize-password.js';
import { UserCredentialsRepository } from '../users/user-credentials.repository.js';

/** An app's and a backup code belong to no challenge. */
const noChallenge = Buffer.alloc(0);

/** Asks whoever is signed in to prove again who they are, with the same limits as a sign-in. */
@Injectable()
export class ProofsService {
  constructor(
    private readonly credentials: UserCredentialsRepository,
    private readonly hasher: PasswordHasher,
    private readonly lockout: LockoutService,
    private readonly factors: FactorsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** @throws AppError `invalid_credentials`, `sign_in_delayed`, `overloaded` */
  async requirePassword(caller: Caller, password: string): Promise<void> {
    const { connection } = this.database;
    const key = caller.userId;
    await this.lockout.assertNotDelayed(connection, key, 'password');
    const hash = await this.credentials.findPasswordHash(connection, caller.userId);
    if (await this.hasher.verify(hash, normalizePassword(password))) {
      await this.lockout.clear(connection, key, 'password');
      return;
    }
    await this.lockout.countFailure(connection, key, 'password');
    throw new AppError('invalid_credentials');
  }

  /** Checks a code of any of the caller's factors. @throws AppError `invalid_code`, `sign_in_delayed` */
  async requireCode(caller: Caller, code: string): Promise<void> {
    const key = caller.userId;
    await this.lockout.assertNotDelayed(this.database.connection, key, 'code');
    const method: SecondFactorMethod = /^\d{6}$/.test(code) ? 'totp' : 'backup_code';
    const accepted = await this.database.transaction(async (tx) => {
      const accepted = await this.factors.get(method).verify(tx, {
        userId: caller.userId,
        challengeHash: noChallenge,
        code,
      });
      if (accepted) await this.lockout.clear(tx, key, 'code');
      const { userId, organizationId } = caller;
      const outcome = accepted ? events.twoFactorVerified : events.twoFactorFailed;
      await this.events.add(tx, outcome, { userId, method }, { organizationId });
      return accepted;
    });
    if (accepted) return;
    await this.lockout.countFailure(this.database.connection, key, 'code');
    throw new AppError('invalid_code');
  }
}

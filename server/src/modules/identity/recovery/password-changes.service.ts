import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { FactorsService } from '../factors/factors.service.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import type { Account } from '../users/account.js';
import { OpenEndsService } from './open-ends.service.js';

/** Somebody who is signed in, whose own session stays, and the hash that they knew the password of. */
export interface PasswordChanger {
  readonly caller: SessionCaller;
  readonly provedHash: string;
}

/** A password that takes effect. */
export interface PasswordChange {
  readonly passwordHash: string;
  readonly by: PasswordChanger | 'mail';
}

/** What a new password brings about. */
@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly openEnds: OpenEndsService,
    private readonly factors: FactorsService,
    private readonly lockout: LockoutService,
    private readonly mails: SecurityMailsService,
  ) {}

  /**
   * The other sessions, and with them their refresh tokens, end in the same transaction, and so does
   * what was begun with the old password (attack 16).
   * @throws AppError `invalid_credentials`, `unauthenticated` when whoever is signed in no longer is,
   * or another password took effect since theirs was checked: the owner may have taken the account back.
   */
  async apply(tx: Transaction, account: Account, change: PasswordChange): Promise<void> {
    const { id: userId, organizationId } = account;
    const { passwordHash, by } = change;
    const byMail = by === 'mail';
    if (!byMail) await this.assertUnchanged(tx, by);
    await this.credentials.store(tx, userId, passwordHash, byMail);
    const reason = byMail ? 'password_reset' : 'password_changed';
    // Whoever is signed in acts in their session's organization, which the request knows.
    const about = { actorId: userId, ...(byMail ? { organizationId } : {}) };
    await this.sessions.endAll(tx, userId, reason, about, byMail ? undefined : by.caller.sessionId);
    await this.openEnds.close(tx, userId, about);
    if (byMail) await this.proved(tx, userId);
    await this.mails.passwordChanged(tx, account);
  }

  /** A mail was answered: guesses at the old password are no reason to wait any longer (attack 9). */
  private async proved(tx: Transaction, userId: string): Promise<void> {
    await this.lockout.lift(tx, userId, ['password']);
    await this.factors.passwordReset(tx, userId);
  }

  private async assertUnchanged(
    tx: Transaction,
    { caller, provedHash }: PasswordChanger,
  ): Promise<void> {
    if (!(await this.credentials.lock(tx, caller.userId, provedHash)))
      throw new AppError('invalid_credentials');
    await this.sessions.assertLive(tx, caller);
  }
}

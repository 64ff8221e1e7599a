import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { EmailChangesRepository } from '../email-changes/email-changes.repository.js';
import { FactorsService } from '../factors/factors.service.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { CredentialsService } from '../passwords/credentials.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ChallengesRepository } from '../sign-in/challenges/challenges.repository.js';
import type { Account } from '../users/account.js';

/** A password that takes effect. */
export interface PasswordChange {
  readonly passwordHash: string;
  /** Came by mail; else by whoever is signed in, whose own session stays. */
  readonly byMail: boolean;
  readonly keptSessionId?: string;
}

/** What a new password brings about. */
@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly credentials: CredentialsService,
    private readonly sessions: SessionsService,
    private readonly challenges: ChallengesRepository,
    private readonly emailChanges: EmailChangesRepository,
    private readonly factors: FactorsService,
    private readonly devices: TrustedDevicesService,
    private readonly mails: SecurityMailsService,
    private readonly clock: Clock,
  ) {}

  /**
   * The other sessions, and with them their refresh tokens, end in the same transaction, and so do
   * sign-ins that wait for a second factor, a change of address that waits for its mail, and the
   * trust in devices (attack 16).
   */
  async apply(tx: Transaction, account: Account, change: PasswordChange): Promise<void> {
    const { id: userId, organizationId } = account;
    const { passwordHash, byMail, keptSessionId: exceptId } = change;
    await this.credentials.store(tx, userId, passwordHash, byMail);
    const now = this.clock.now();
    await this.challenges.voidAll(tx, userId, now);
    await this.emailChanges.voidPending(tx, userId, now);
    const reason = byMail ? 'password_reset' : 'password_changed';
    // Whoever is signed in acts in their session's organization, which the request knows.
    const about = { actorId: userId, ...(byMail ? { organizationId } : {}) };
    await this.sessions.endAll(tx, userId, reason, about, exceptId);
    await this.devices.forgetAll(tx, userId, about);
    if (byMail) await this.factors.passwordReset(tx, userId);
    await this.mails.passwordChanged(tx, account);
  }
}

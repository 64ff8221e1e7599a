import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { TokenPair } from '@gatehouse/contracts/identity/sign-in';
import { rolesRequiringSecondFactor } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { entitlementOf } from '../roles/entitlement.js';
import type { Client } from '../devices/client.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { BackupCodesFactor } from './backup-codes/backup-codes.factor.js';
import { TotpRepository } from './totp/totp.repository.js';
import { TotpService } from './totp/totp.service.js';

/** Turning two-factor sign-in on and off. */
@Injectable()
export class TwoFactorService {
  constructor(
    private readonly totp: TotpService,
    private readonly totpRepository: TotpRepository,
    private readonly backupCodes: BackupCodesFactor,
    private readonly sessions: SessionsService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** Which second factors the caller has. */
  async status(caller: SessionCaller) {
    const { connection } = this.database;
    const totp = await this.totpRepository.findConfirmed(connection, caller.userId);
    return {
      enabled: totp !== null,
      required: caller.role !== null && rolesRequiringSecondFactor.includes(caller.role),
      totp: { enabled: totp !== null, enabledAt: totp?.confirmedAt?.toISOString() ?? null },
      backupCodes: { remaining: await this.backupCodes.count(connection, caller.userId) },
    };
  }

  /**
   * Turns the authenticator app on. Every session was begun without it, so all end, and the
   * caller gets a new one that proved both factors (attacks 11 and 12).
   */
  async enableTotp(
    caller: SessionCaller,
    code: string,
    client: Client,
  ): Promise<{ backupCodes: string[] } & TokenPair> {
    const checked = await this.totp.check(caller.userId, code);
    const { codes, opened } = await this.database.transaction(async (tx) => {
      await this.totp.confirm(tx, caller, checked);
      const codes = await this.backupCodes.replace(tx, caller.userId);
      await this.endSessions(tx, caller);
      const { userId, organizationId } = caller;
      const methods = ['pwd', 'otp'];
      const opened = await this.sessions.open(tx, { userId, organizationId, methods, ...client });
      const created = { userId, sessionId: opened.row.id };
      await this.events.add(tx, events.sessionCreated, created, { organizationId });
      return { codes, opened };
    });
    const session = { ...opened.row, ...entitlementOf(caller), secondFactor: true };
    const tokens = this.sessions.issueTokens(session, opened.refreshToken);
    return { backupCodes: codes, ...tokens };
  }

  /**
   * Turns two-factor sign-in off; every other session ends.
   * The caller's password and code were checked before.
   */
  async disable(caller: SessionCaller): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.totp.remove(tx, caller);
      await this.backupCodes.remove(tx, caller.userId);
      await this.endSessions(tx, caller, caller.sessionId);
      await this.sessions.invalidate(tx, caller.userId);
    });
  }

  /** @throws AppError `two_factor_not_enabled` */
  async regenerateBackupCodes(caller: SessionCaller): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const { userId, organizationId } = caller;
      if (!(await this.totpRepository.findConfirmed(tx, userId)))
        throw new AppError('two_factor_not_enabled');
      const codes = await this.backupCodes.replace(tx, userId);
      await this.events.add(tx, events.backupCodesRegenerated, { userId }, { organizationId });
      return codes;
    });
  }

  private async endSessions(
    tx: Transaction,
    { userId, organizationId }: SessionCaller,
    exceptId?: string,
  ): Promise<void> {
    const about = { organizationId };
    await this.sessions.endAll(tx, userId, 'second_factor_changed', about, exceptId);
  }
}

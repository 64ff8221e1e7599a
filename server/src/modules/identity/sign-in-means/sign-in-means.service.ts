import { Injectable } from '@nestjs/common';
import type { SignInMeans } from '@gatehouse/contracts/identity/sign-in-means';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { BackupCodesRepository } from '../factors/backup-codes/backup-codes.repository.js';
import { LockoutService } from '../lockout/lockout.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { agentOf } from '../sessions/session.js';
import { type MeanRow, SignInMeansRepository } from './sign-in-means.repository.js';

/** What people get in with, for those who look after their accounts. */
@Injectable()
export class SignInMeansService {
  constructor(
    private readonly repository: SignInMeansRepository,
    private readonly backupCodes: BackupCodesRepository,
    private readonly lockout: LockoutService,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /**
   * Of a member below the caller, as far as the account and the keys are the organization's: what
   * belongs to somebody who only works there too is not its business.
   * @throws AppError `not_found`; `forbidden`, also for an account that is not the organization's alone
   */
  async getOfMember(caller: Caller, userId: string): Promise<SignInMeans> {
    const { connection } = this.database;
    const member = await this.authority.getBelow(connection, caller, userId);
    if (!member.ownedByOrganization)
      throw new AppError('forbidden', {
        detail: 'This account is not of your organization alone.',
      });
    return this.read(userId, member.organizationId);
  }

  /** Of anybody, for the staff of the installation. */
  async getOfAnybody(userId: string): Promise<SignInMeans> {
    return this.read(userId, null);
  }

  private async read(userId: string, organizationId: string | null): Promise<SignInMeans> {
    const { connection } = this.database;
    const now = this.clock.now();
    const means = await this.repository.list(connection, userId, now);
    const keys = await this.repository.listKeys(connection, userId, now, organizationId);
    const passwordSetAt = await this.repository.findPasswordDate(connection, userId);
    return {
      hasPassword: passwordSetAt !== undefined,
      passwordSetAt: passwordSetAt?.toISOString() ?? null,
      delays: await this.lockout.listDelays(connection, userId),
      backupCodesLeft: await this.backupCodes.count(connection, userId),
      means: [...means, ...keys].map(toMean),
    };
  }
}

function toMean(row: MeanRow): SignInMeans['means'][number] {
  const { kind, userAgent } = row;
  const agent = userAgent === null ? null : agentOf(userAgent);
  return {
    kind,
    name: agent ? `${agent.browser} on ${agent.device}` : row.name,
    createdAt: new Date(row.createdAt).toISOString(),
    lastUsedAt: row.lastUsedAt === null ? null : new Date(row.lastUsedAt).toISOString(),
  };
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { hashToken, newToken } from '../../../../kernel/secret.js';
import { Config } from '../../../../platform/config/config.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import { IdentityMailsService } from '../../mails/identity-mails.service.js';
import type { UserRow } from '../../users/users.table.js';
import { DepartureService } from '../departure.service.js';
import { ErasuresRepository } from '../erasures.repository.js';
import { PersonalDataRepository } from '../erasing/personal-data.repository.js';

/** Erasures that others than the person ask for: with a reason, told to them and to their organizations. */
@Injectable()
export class OrderingService {
  constructor(
    private readonly repository: ErasuresRepository,
    private readonly departure: DepartureService,
    private readonly data: PersonalDataRepository,
    private readonly mails: IdentityMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * @param account held, so that nobody activates it meanwhile; null for one that is not there.
   * @throws AppError `not_found`; `conflict` while the account is active or an erasure is pending;
   *   `last_owner`, `last_super_admin`, `forbidden` for the primary admin
   */
  async order(
    tx: Transaction,
    account: UserRow | null,
    reason: string,
  ): Promise<{ dueAt: string }> {
    if (!account) throw new AppError('not_found');
    if (account.isActive && account.deletedAt === null)
      throw new AppError('conflict', { detail: 'Deactivate the account first.' });
    const { id: userId } = account;
    await this.departure.assertMayGo(tx, userId);
    const now = this.clock.now();
    const dueAt = after(now, days(this.config.GATEHOUSE_ERASURE_GRACE_DAYS));
    // Nobody gets the token: whoever ordered it calls it off.
    const tokenHash = hashToken(newToken());
    const row = { userId, tokenHash, requestedAt: now, dueAt, reason };
    if (!(await this.repository.order(tx, row)))
      throw new AppError('conflict', { detail: 'Their erasure is set already.' });
    const told = { userId, dueAt: dueAt.toISOString(), reason };
    for (const organizationId of await this.listTold(tx, userId))
      await this.events.add(tx, events.userErasureOrdered, told, { organizationId });
    await this.mails.erasureOrdered(tx, account, reason, dueAt);
    return { dueAt: told.dueAt };
  }

  /** @throws AppError `not_found` unless one was ordered that is pending */
  async callOff(tx: Transaction, userId: string): Promise<void> {
    if (!(await this.repository.cancelOrdered(tx, userId, this.clock.now())))
      throw new AppError('not_found');
    for (const organizationId of await this.listTold(tx, userId))
      await this.events.add(tx, events.userErasureCancelled, { userId }, { organizationId });
  }

  /** Organizations that see it in their audit trail, or the installation alone. */
  private async listTold(tx: Transaction, userId: string): Promise<(string | null)[]> {
    const organizations = await this.data.listOrganizations(tx, userId);
    return organizations.length > 0 ? organizations : [null];
  }
}

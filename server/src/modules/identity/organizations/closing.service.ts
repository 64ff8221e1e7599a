import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { after, Clock, days } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { InvitationsRepository } from '../invitations/invitations.repository.js';
import { SessionsRepository } from '../sessions/sessions.repository.js';
import { ClosingMailsService } from './erasing/closing-mails.service.js';
import { OrganizationsRepository } from './organizations.repository.js';

/** How long the staff may open an organization again; then it is erased. */
export const reopenable = days(30);

/** Closes organizations: nobody acts in one any more, neither by a session nor by a key. */
@Injectable()
export class ClosingService {
  constructor(
    private readonly organizations: OrganizationsRepository,
    private readonly sessions: SessionsRepository,
    private readonly invitations: InvitationsRepository,
    private readonly mails: ClosingMailsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Ends all sessions in it and voids its invitations; its keys stop, as the memberships behind them
   * entitle to nothing. @param reason null of an owner, who owes none.
   * @throws AppError `not_found`; `conflict` where it is closed already
   */
  async close(tx: Transaction, organizationId: string, reason: string | null): Promise<void> {
    const now = this.clock.now();
    await this.organizations.lock(tx, organizationId);
    await this.assertThere(tx, organizationId);
    const row = await this.organizations.close(tx, organizationId, now);
    if (!row) throw new AppError('conflict', { detail: 'The organization is closed already.' });
    await this.invitations.revokeAll(tx, organizationId, now);
    await this.sessions.endAllIn(tx, organizationId, 'organization_closed', now);
    const erasedOn = after(now, reopenable);
    const closing = { id: organizationId, name: row.name, erasedOn };
    await this.mails.tell(tx, 'organization_closed', closing);
    const closed = { organizationId, reason };
    await this.events.add(tx, events.organizationClosed, closed, { organizationId });
  }

  /**
   * Everybody is what they were in it, and their keys work again; sessions and invitations are gone.
   * @throws AppError `not_found`; `conflict` unless it was closed in the last 30 days
   */
  async reopen(tx: Transaction, organizationId: string, reason: string): Promise<void> {
    await this.assertThere(tx, organizationId);
    const since = after(this.clock.now(), -reopenable);
    if (!(await this.organizations.reopen(tx, organizationId, since)))
      throw new AppError('conflict', {
        detail: 'The organization was not closed in the last 30 days.',
      });
    const reopened = { organizationId, reason };
    await this.events.add(tx, events.organizationReopened, reopened, { organizationId });
  }

  private async assertThere(tx: Transaction, organizationId: string): Promise<void> {
    if ((await this.organizations.findName(tx, organizationId)) === null)
      throw new AppError('not_found', { detail: 'There is no such organization.' });
  }
}

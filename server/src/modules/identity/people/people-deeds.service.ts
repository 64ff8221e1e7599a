import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { FactorResetsService } from '../administration/factor-resets.service.js';
import { ForcedResetsService } from '../recovery/forced-resets.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';
import { InterventionsService, type Told, type Wish } from './interventions.service.js';

const reason = { phrase: 'reset_by_staff' } as const;

/** What the staff of the installation does to accounts, whichever organization they belong to. */
@Injectable()
export class PeopleDeedsService {
  constructor(
    private readonly interventions: InterventionsService,
    private readonly users: UsersRepository,
    private readonly factors: FactorResetsService,
    private readonly resets: ForcedResetsService,
    private readonly sessions: SessionsService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** @throws AppError `not_found`, `forbidden` */
  async deactivate(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'deactivate', wish, async (tx, { id }, told) => {
      await this.setActive(tx, id, false, told);
      await this.sessions.endAll(tx, id, 'account_deactivated', { organizationId: told[0] });
    });
  }

  /** @throws AppError `not_found`, `forbidden` */
  async activate(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'activate', wish, (tx, { id }, told) =>
      this.setActive(tx, id, true, told),
    );
  }

  /** @throws AppError `not_found`, `forbidden` */
  async resetPassword(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'reset_password', wish, async (tx, account, told) => {
      const about = { organizationId: told[0] };
      await this.resets.force(tx, account, { reason, ending: 'reset_forced', about });
      await this.events.add(tx, events.passwordResetForced, { userId: account.id }, about);
    });
  }

  /** @throws AppError `not_found`, `forbidden`, `two_factor_not_enabled` */
  async resetFactors(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'reset_factors', wish, (tx, account, told) =>
      this.factors.resetOf(tx, caller, account, wish.reason, told[0]),
    );
  }

  /** @throws AppError `not_found`, `forbidden` */
  async endSessions(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'end_sessions', wish, (tx, { id }, told) =>
      this.sessions.endAll(tx, id, 'revoked', { organizationId: told[0] }),
    );
  }

  private async setActive(
    tx: Transaction,
    userId: string,
    isActive: boolean,
    told: Told,
  ): Promise<void> {
    const standing = { isActive, closedByStaff: !isActive };
    await this.users.update(tx, userId, { ...standing, updatedAt: this.clock.now() });
    const event = isActive ? events.userActivated : events.userDeactivated;
    for (const organizationId of told)
      await this.events.add(tx, event, { userId }, { organizationId });
  }
}

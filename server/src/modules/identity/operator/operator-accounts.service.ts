import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Events } from '../../../platform/events/events.js';
import { DepartureService } from '../erasure/departure.service.js';
import { FactorResetsService } from '../administration/factor-resets.service.js';
import { ForcedResetsService } from '../recovery/forced-resets.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';
import type { PersonLine } from './operator.repository.js';
import { OperatorService } from './operator.service.js';

const reason = { phrase: 'reset_by_operator' } as const;

const closed = { isActive: false, closedByStaff: true } as const;
const open = { isActive: true, closedByStaff: false } as const;

/** What is done to an account from the command line, above every role. */
@Injectable()
export class OperatorAccountsService {
  constructor(
    private readonly operator: OperatorService,
    private readonly users: UsersRepository,
    private readonly factors: FactorResetsService,
    private readonly resets: ForcedResetsService,
    private readonly sessions: SessionsService,
    private readonly departure: DepartureService,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Nobody signs in to the account any more, and every session ends.
   * @throws AppError `not_found`, `forbidden` for the primary admin, `last_super_admin`, `last_owner`
   */
  async deactivate(name: string): Promise<PersonLine> {
    const person = await this.operator.act(name, async (tx, { id: userId, isPrimaryAdmin }) => {
      if (isPrimaryAdmin)
        throw new AppError('forbidden', { detail: 'The primary admin cannot be deactivated.' });
      await this.departure.assertMayGo(tx, userId);
      await this.users.update(tx, userId, { ...closed, updatedAt: this.clock.now() });
      await this.events.add(tx, events.userDeactivated, { userId }, {});
      await this.sessions.endAll(tx, userId, 'account_deactivated', {});
    });
    return { ...person, isActive: false };
  }

  /** Opens a deactivated account again. @throws AppError `not_found` */
  async activate(name: string): Promise<PersonLine> {
    const person = await this.operator.act(name, async (tx, { id: userId }) => {
      await this.users.update(tx, userId, { ...open, updatedAt: this.clock.now() });
      await this.events.add(tx, events.userActivated, { userId }, {});
    });
    return { ...person, isActive: true };
  }

  /** Takes every second factor of a person away, who turns one on anew. @throws AppError `not_found` */
  async resetFactors(name: string): Promise<PersonLine> {
    const person = await this.operator.getPerson(name);
    await this.factors.resetByOperator(person.id);
    return person;
  }

  /** Takes the password away, for which a mail brings a link. @throws AppError `not_found`, `forbidden` for a service account */
  async forceReset(name: string): Promise<PersonLine> {
    return this.operator.act(name, async (tx, account) => {
      if (account.isServiceAccount)
        throw new AppError('forbidden', { detail: 'A service account has no password.' });
      await this.resets.force(tx, account, { reason, ending: 'reset_forced', about: {} });
      await this.events.add(tx, events.passwordResetForced, { userId: account.id }, {});
    });
  }

  /** Signs a person out everywhere. @throws AppError `not_found` */
  async endSessions(name: string): Promise<PersonLine> {
    return this.operator.act(name, (tx, { id }) => this.sessions.endAll(tx, id, 'revoked', {}));
  }
}

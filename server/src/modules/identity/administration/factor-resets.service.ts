import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { EventOptions } from '../../../platform/events/envelope.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { FactorsService } from '../factors/factors.service.js';
import { TrustedDevicesService } from '../factors/trusted-devices/trusted-devices.service.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ChallengesRepository } from '../sign-in/challenges.repository.js';
import type { Member } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';

/** For people who have lost every second factor and every backup code. */
@Injectable()
export class FactorResetsService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly factors: FactorsService,
    private readonly devices: TrustedDevicesService,
    private readonly sessions: SessionsService,
    private readonly challenges: ChallengesRepository,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes every second factor away. A role that requires one has to be enrolled for again before it
   * opens anything. The person and the administrator are both told.
   * @throws AppError `not_found`, `forbidden`, `two_factor_not_enabled`
   */
  async reset(caller: Caller, userId: string, reason: string): Promise<void> {
    await this.authority.actOnAccount(caller, userId, async (tx, member) => {
      if (!member.twoFactorEnabled) throw new AppError('two_factor_not_enabled');
      const about = { organizationId: member.organizationId };
      await this.remove(tx, userId, reason, about);
      await this.tell(tx, caller, member, reason);
    });
  }

  /**
   * The same for whoever runs the installation, whom no role limits; the person is told.
   * @throws AppError `not_found`, `two_factor_not_enabled`
   */
  async resetByOperator(userId: string): Promise<void> {
    const reason = 'Asked for at the command line of the installation.';
    await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, userId, null);
      if (!account) throw new AppError('not_found');
      if (!account.twoFactorEnabled) throw new AppError('two_factor_not_enabled');
      await this.remove(tx, userId, reason, {});
      await this.mails.factorsReset(tx, account, 'Whoever runs the installation', reason);
    });
  }

  private async remove(
    tx: Transaction,
    userId: string,
    reason: string,
    about: EventOptions,
  ): Promise<void> {
    await this.factors.removeAll(tx, userId);
    await this.devices.forgetAll(tx, userId, about);
    await this.challenges.voidAll(tx, userId, this.clock.now());
    await this.sessions.endAll(tx, userId, 'second_factor_changed', about);
    await this.events.add(tx, events.twoFactorReset, { userId, reason }, about);
  }

  private async tell(
    tx: Transaction,
    caller: Caller,
    member: Member,
    reason: string,
  ): Promise<void> {
    const administrator = await this.users.find(tx, caller.userId, null);
    if (!administrator) throw new AppError('unauthenticated');
    await this.mails.factorsReset(tx, member, nameOf(administrator), reason);
    await this.mails.factorsResetByYou(tx, administrator, nameOf(member), reason);
  }
}

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`;

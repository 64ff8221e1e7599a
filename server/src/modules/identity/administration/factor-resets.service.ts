import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { Caller } from '../../../platform/http/caller.js';
import { SecurityMailsService } from '../mails/security-mails.service.js';
import { AuthorityService } from '../organizations/authority.service.js';
import type { Account } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { FactorRemovalService } from './factor-removal.service.js';

/** For people who have lost every second factor and every backup code. */
@Injectable()
export class FactorResetsService {
  constructor(
    private readonly authority: AuthorityService,
    private readonly removal: FactorRemovalService,
    private readonly users: UsersRepository,
    private readonly mails: SecurityMailsService,
    private readonly database: Database,
  ) {}

  /**
   * Takes every second factor away. A role that requires one has to be enrolled for again before it
   * opens anything. The person and the administrator are both told.
   * @throws AppError `not_found`, `forbidden`, `two_factor_not_enabled`
   */
  async reset(caller: Caller, userId: string, reason: string): Promise<void> {
    await this.authority.actOnAccount(caller, userId, (tx, member) =>
      this.resetOf(tx, caller, member, reason, member.organizationId),
    );
  }

  /**
   * The same to an account that the caller may act on.
   * @param organizationId in whose audit trail it stands; null for the installation's alone.
   * @throws AppError `two_factor_not_enabled`
   */
  async resetOf(
    tx: Transaction,
    caller: Caller,
    account: Account,
    reason: string,
    organizationId: string | null,
  ): Promise<void> {
    if (!account.twoFactorEnabled) throw new AppError('two_factor_not_enabled');
    await this.removal.remove(tx, account.id, reason, { organizationId });
    await this.tell(tx, caller, account, reason);
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
      await this.removal.remove(tx, userId, reason, {});
      await this.mails.factorsReset(tx, account, { phrase: 'the_operator' }, reason);
    });
  }

  private async tell(
    tx: Transaction,
    caller: Caller,
    person: Account,
    reason: string,
  ): Promise<void> {
    const administrator = await this.users.find(tx, caller.userId, null);
    if (!administrator) throw new AppError('unauthenticated');
    await this.mails.factorsReset(tx, person, nameOf(administrator), reason);
    await this.mails.factorsResetByYou(tx, administrator, nameOf(person), reason);
  }
}

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  `${firstName} ${lastName}`;

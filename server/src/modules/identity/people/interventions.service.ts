import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { type Intervention, interventions } from '@gatehouse/contracts/identity/people';
import { platformRank } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { PersonalDataRepository } from '../erasure/erasing/personal-data.repository.js';
import { StaffAuthorityService } from '../staff/staff-authority.service.js';
import type { Account } from '../users/account.js';
import { UsersRepository } from '../users/users.repository.js';
import { PeopleRepository } from './people.repository.js';

/** To whom something is done, and why. */
export interface Wish {
  readonly userId: string;
  readonly reason: string;
}

/** In whose audit trails an intervention stands: organizations, or null for the installation alone. */
export type Told = readonly [string | null, ...(string | null)[]];

/**
 * How the staff of the installation acts on an account: below their own rank, so never on themselves,
 * and with a trace in every organization of the person.
 */
@Injectable()
export class InterventionsService {
  constructor(
    private readonly authority: StaffAuthorityService,
    private readonly people: PeopleRepository,
    private readonly users: UsersRepository,
    private readonly data: PersonalDataRepository,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** @throws AppError `not_found`; `forbidden`, also for staff who are not below the caller */
  async run<T>(
    caller: Caller,
    deed: Intervention,
    { userId, reason }: Wish,
    work: (tx: Transaction, account: Account, told: Told) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (tx) => {
      const rank = await this.authority.hold(tx, caller, interventions[deed]);
      const held = userId !== caller.userId && (await this.people.hold(tx, userId));
      const account = held ? await this.users.find(tx, userId, null) : null;
      if (!account) throw new AppError(userId === caller.userId ? 'forbidden' : 'not_found');
      if (platformRank(account.platformRole) >= rank)
        throw new AppError('forbidden', { detail: 'They are not below you among the staff.' });
      const [first = null, ...others] = await this.data.listOrganizations(tx, userId);
      const told: Told = [first, ...others];
      for (const organizationId of told)
        await this.events.add(
          tx,
          events.staffIntervened,
          { userId, deed, reason },
          { organizationId },
        );
      return work(tx, account, told);
    });
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { InterventionsService, type Wish } from '../people/interventions.service.js';
import { LockoutService } from './lockout.service.js';
import type { Proof } from './lockout.table.js';

const all: readonly Proof[] = ['password', 'code'];

/** Lets people try again at once whom failures, their own or a stranger's, make wait (G10). */
@Injectable()
export class LiftingService {
  constructor(
    private readonly lockout: LockoutService,
    private readonly authority: AuthorityService,
    private readonly interventions: InterventionsService,
    private readonly events: Events,
  ) {}

  /**
   * For a member below the caller. Codes may be guessed anew by that, so they take the permission to
   * take second factors away.
   * @throws AppError `not_found`; `forbidden`, also for an account that is not the organization's alone
   */
  async liftOfMember(caller: Caller, userId: string): Promise<void> {
    const proofs = all.filter(
      (proof) => proof === 'password' || caller.permissions.has('factor:reset'),
    );
    await this.authority.actOnAccount(caller, userId, (tx, { organizationId }) =>
      this.lift(tx, userId, proofs, organizationId),
    );
  }

  /** For anybody below the caller among the staff. @throws AppError `not_found`, `forbidden` */
  async liftOfAnybody(caller: Caller, wish: Wish): Promise<void> {
    await this.interventions.run(caller, 'lift_delays', wish, (tx, { id }, [organizationId]) =>
      this.lift(tx, id, all, organizationId),
    );
  }

  /** Lifts all delays of a person, whom somebody above every role may be. */
  async lift(
    tx: Transaction,
    userId: string,
    proofs: readonly Proof[] = all,
    organizationId: string | null = null,
  ): Promise<void> {
    if (await this.lockout.lift(tx, userId, proofs))
      await this.events.add(
        tx,
        events.delaysLifted,
        { userId, proofs: [...proofs] },
        { organizationId },
      );
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { assertAllowedWay } from '../policies/sign-in-methods.js';
import type { SigningAccount } from './sign-in.repository.js';

/** Refuses ways in that none of somebody's organizations allows. */
@Injectable()
export class AllowedWaysService {
  constructor(
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * To be asked once the way is proved, and outside a transaction: a refusal is told of like every
   * other (S0-041), whatever becomes of the sign-in.
   * @throws AppError `sign_in_method_not_allowed`
   */
  async assert(
    { id: userId, email: identifier, organizationId, signInMethods }: SigningAccount,
    methods: readonly string[],
  ): Promise<void> {
    try {
      assertAllowedWay(signInMethods, methods);
    } catch (error) {
      const failed = { userId, identifier, reason: 'method_not_allowed' } as const;
      await this.database.transaction((tx) =>
        this.events.add(tx, events.userLoginFailed, failed, { organizationId, actorId: null }),
      );
      throw error;
    }
  }
}

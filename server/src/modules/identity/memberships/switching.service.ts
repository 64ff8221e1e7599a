import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../kernel/error.js';
import { Database } from '../../../platform/database/database.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { PoliciesRepository } from '../policies/policies.repository.js';
import { assertAllowedWay } from '../policies/sign-in-methods.js';
import { SessionSuccessionService } from '../sessions/session-succession.service.js';
import { SignInSessionsService } from '../sign-in/sign-in-sessions.service.js';
import { UsersRepository } from '../users/users.repository.js';

/** Acting in another of one's organizations. */
@Injectable()
export class SwitchingService {
  constructor(
    private readonly users: UsersRepository,
    private readonly policies: PoliciesRepository,
    private readonly succession: SessionSuccessionService,
    private readonly signIns: SignInSessionsService,
    private readonly database: Database,
  ) {}

  /**
   * What lets nobody in at a sign-in lets nobody in by another organization either.
   * @throws AppError `not_found` for an organization that the caller does not belong to, `sign_in_method_not_allowed`
   */
  async switch(caller: SessionCaller, organizationId: string): Promise<SignedIn> {
    const { account, opened } = await this.database.transaction(async (tx) => {
      const account = await this.users.find(tx, caller.userId, organizationId);
      if (!account?.role) throw new AppError('not_found');
      const { policies } = await this.policies.get(tx, organizationId);
      assertAllowedWay(policies.signInMethods, caller.methods);
      const { sessionPreset } = account;
      const opened = await this.succession.move(tx, caller, organizationId, sessionPreset);
      return { account, opened };
    });
    return this.signIns.answer(account, opened);
  }
}

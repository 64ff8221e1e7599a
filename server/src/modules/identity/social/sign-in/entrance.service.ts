import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Database } from '../../../../platform/database/database.js';
import { Events } from '../../../../platform/events/events.js';
import type { Challenge } from '../../sign-in/challenges/challenges.service.js';
import { type FirstStepClient, FirstStepService } from '../../sign-in/first-step.service.js';
import { SigningAccountsRepository } from '../../sign-in/signing-accounts.repository.js';
import { federatedPrefix } from '../../policies/sign-in-methods.js';
import { type Account, maySignIn } from '../../users/account.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import type { ConnectionRow } from '../connections/connections.table.js';

/** Lets in whom a provider vouches for, by the rules of a sign-in with a password. */
@Injectable()
export class EntranceService {
  constructor(
    private readonly accounts: SigningAccountsRepository,
    private readonly connections: ConnectionsRepository,
    private readonly firstStep: FirstStepService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /**
   * Begins a session, or a challenge where a second factor is on: a provider's word never stands
   * for it (attack 11).
   * @throws AppError `provider_sign_in_failed` for an account that cannot be used, `sign_in_delayed` (attack 10)
   */
  async enter(connection: ConnectionRow, client: FirstStepClient): Promise<SignedIn | Challenge> {
    const method = federatedPrefix + connection.provider;
    const account = await this.accounts.findAccount(connection.userId, method);
    if (!account) throw new AppError('provider_sign_in_failed');
    if (!maySignIn(account)) return this.refuse(account);
    const answer = await this.firstStep.finish(account, method, client, (tx) =>
      this.connections.use(tx, connection.id, this.clock.now()),
    );
    if (!answer) throw new AppError('provider_sign_in_failed');
    return answer;
  }

  private async refuse({ id: userId, email, organizationId }: Account): Promise<never> {
    const failed = { userId, identifier: email, reason: 'account_not_usable' } as const;
    await this.database.transaction((tx) =>
      this.events.add(tx, events.userLoginFailed, failed, { organizationId, actorId: null }),
    );
    throw new AppError('provider_sign_in_failed');
  }
}

import { Injectable } from '@nestjs/common';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { AppError } from '../../../../kernel/error.js';
import { Database } from '../../../../platform/database/database.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import type { Challenge } from '../../sign-in/challenges/challenges.service.js';
import type { FirstStepClient } from '../../sign-in/first-step.service.js';
import type { ConnectionRow } from '../connections/connections.table.js';
import { ConnectionsRepository } from '../connections/connections.repository.js';
import { type FlowAnswer, SocialFlowsService } from '../flows/social-flows.service.js';
import type { ForeignIdentity } from '../providers/social-provider.js';
import { EntranceService } from './entrance.service.js';
import { NewcomersService } from './newcomers.service.js';

/** Sign-in with an account elsewhere. */
@Injectable()
export class SocialSignInService {
  constructor(
    private readonly flows: SocialFlowsService,
    private readonly connections: ConnectionsRepository,
    private readonly newcomers: NewcomersService,
    private readonly entrance: EntranceService,
    private readonly database: Database,
    private readonly metrics: Metrics,
  ) {}

  /**
   * Signs in, makes an account for whoever is new, or begins a challenge where a second factor is on.
   * @throws AppError what `flows.finish`, `newcomers.welcome` and `entrance.enter` throw.
   */
  async signIn(flow: FlowAnswer, client: FirstStepClient): Promise<SignedIn | Challenge> {
    try {
      const identity = await this.flows.finish(flow);
      const connection = await this.connectionOf(flow.provider, identity);
      const answer = await this.entrance.enter(connection, client);
      if (!('requires2FA' in answer))
        this.metrics.authAttempt({ method: 'social', outcome: 'success' });
      return answer;
    } catch (error) {
      this.metrics.authAttempt({ method: 'social', outcome: 'failure' });
      throw error;
    }
  }

  private async connectionOf(provider: string, identity: ForeignIdentity): Promise<ConnectionRow> {
    const find = () => this.connections.find(this.database.connection, identity);
    const known = await find();
    if (known) return known;
    try {
      return await this.newcomers.welcome(provider, identity);
    } catch (error) {
      // The same person, in another tab, was quicker.
      const taken = error instanceof AppError && error.code === 'account_not_connected';
      const made = taken ? await find() : null;
      if (made) return made;
      throw error;
    }
  }
}

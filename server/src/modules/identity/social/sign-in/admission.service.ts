import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import type { Queryable } from '../../../../platform/database/database.js';
import { InvitationsRepository } from '../../invitations/invitations.repository.js';
import { accountKey } from '../../users/account-key.js';
import { ProvidersService } from '../providers/providers.service.js';

/** Who gets an account here by signing in elsewhere. */
@Injectable()
export class AdmissionService {
  constructor(
    private readonly config: Config,
    private readonly providers: ProvidersService,
    private readonly invitations: InvitationsRepository,
    private readonly clock: Clock,
  ) {}

  /**
   * Somebody whom nobody here knows comes in where registration is on and the provider makes
   * accounts; whoever is invited is expected, and comes in anyhow.
   * @param email which the provider has checked.
   * @throws AppError `registration_disabled`
   */
  async assertOpen(tx: Queryable, provider: string, email: string): Promise<void> {
    const { existingOnly } = this.providers.get(provider).rules;
    if (this.config.GATEHOUSE_REGISTRATION && !existingOnly) return;
    if (await this.invitations.isInvited(tx, accountKey(email), this.clock.now())) return;
    throw new AppError('registration_disabled');
  }
}

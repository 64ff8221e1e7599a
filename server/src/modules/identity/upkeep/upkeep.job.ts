import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Resealer } from '../../../platform/crypto/resealer.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import { secretPlace } from '../factors/totp/totp.service.js';
import { totpAuthenticators } from '../factors/totp/totp.table.js';
import { privateJwkPlace } from '../tokens/signing-keys.service.js';
import { signingKeys } from '../tokens/signing-keys.table.js';
import { UpkeepRepository } from './upkeep.repository.js';

/** What identity keeps sealed. */
export const sealedColumns = [
  {
    table: totpAuthenticators,
    id: totpAuthenticators.id,
    sealed: totpAuthenticators.secret,
    placeOf: secretPlace,
  },
  {
    table: signingKeys,
    id: signingKeys.id,
    sealed: signingKeys.privateJwk,
    placeOf: privateJwkPlace,
  },
];

/** Keeps identity's tables small, and its sealed fields under the present key. */
@Injectable()
export class UpkeepJob {
  constructor(
    private readonly repository: UpkeepRepository,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly logger: Logger,
    resealer: Resealer,
    jobs: Jobs,
  ) {
    jobs.register('identity.purge', () => this.purge(), { schedule: { cron: '7 * * * *' } });
    for (const column of sealedColumns) resealer.register(column);
  }

  async purge(): Promise<void> {
    const removed = await this.repository.purge(this.clock.now(), {
      oneTimeDays: this.config.GATEHOUSE_KEEP_ONE_TIME_DAYS,
      sessionDays: this.config.GATEHOUSE_KEEP_SESSIONS_DAYS,
    });
    this.logger.info('Old rows of identity were removed', removed);
  }
}

import { Injectable } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { BulkResolvingService } from './bulk-resolving.service.js';

/** Resolves what nobody took on and nobody saw again: else alerts would be kept for ever. */
@Injectable()
export class QuietAlertsJob {
  constructor(
    private readonly resolving: BulkResolvingService,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('security.resolve_quiet', () => this.resolve(), {
      schedule: { cron: '47 * * * *' },
    });
  }

  async resolve(): Promise<void> {
    const kept = this.config.GATEHOUSE_KEEP_BLOCKS_DAYS;
    const seenUntil = after(this.clock.now(), -days(kept)).toISOString();
    const reason = `Nothing more of it was seen for ${kept} days.`;
    while ((await this.resolving.resolve({ state: 'open', seenUntil }, null, reason)).more);
  }
}

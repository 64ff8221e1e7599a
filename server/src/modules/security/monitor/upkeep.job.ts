import { Injectable } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AlertsRepository } from '../alerts/alerts.repository.js';
import { IpBlocksRepository } from '../ip-blocks/ip-blocks.repository.js';

/** Removes blocks that are long over, and alerts that were resolved long ago. */
@Injectable()
export class UpkeepJob {
  constructor(
    private readonly blocks: IpBlocksRepository,
    private readonly alerts: AlertsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('security.purge', () => this.purge(), { schedule: { cron: '17 * * * *' } });
  }

  async purge(): Promise<void> {
    const before = after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_BLOCKS_DAYS));
    await this.blocks.purge(this.database.connection, before);
    await this.alerts.purge(this.database.connection, before);
  }
}

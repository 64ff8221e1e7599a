import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { RecoveriesRepository } from '../recoveries/recoveries.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';

/** Deliveries of one transaction. */
const atOnce = 500;

/** Gives up what waited too long, and removes deliveries past their retention, and recoveries as old. */
@Injectable()
export class DeliveriesJob {
  constructor(
    private readonly repository: DeliveriesRepository,
    private readonly recoveries: RecoveriesRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('webhooks.purge', () => this.purge(), { schedule: { every: hours(1) } });
  }

  async purge(): Promise<void> {
    const now = this.clock.now();
    const before = after(now, -days(this.config.GATEHOUSE_KEEP_WEBHOOKS_DAYS));
    while ((await this.giveUp(before, now)) === atOnce);
    await this.repository.purge(this.database.connection, before);
    await this.recoveries.purge(this.database.connection, before);
  }

  private giveUp(before: Date, now: Date): Promise<number> {
    return this.database.transaction((tx) => this.repository.giveUp(tx, before, now, atOnce));
  }
}

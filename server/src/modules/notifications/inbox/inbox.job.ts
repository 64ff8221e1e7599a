import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours, seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { InboxRepository } from './inbox.repository.js';

/** Brings snoozed notifications back, and removes old ones. */
@Injectable()
export class InboxJob {
  constructor(
    private readonly repository: InboxRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('notifications.wake', () => this.wake(), { schedule: { every: seconds(15) } });
    jobs.register('notifications.purge', () => this.purge(), { schedule: { every: hours(1) } });
  }

  async wake(): Promise<void> {
    await this.repository.wake(this.database.connection, this.clock.now());
  }

  async purge(): Promise<void> {
    const { GATEHOUSE_KEEP_NOTIFICATIONS_DAYS: kept } = this.config;
    await this.repository.purge(this.database.connection, after(this.clock.now(), -days(kept)));
  }
}

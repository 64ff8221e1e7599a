import { Injectable, type OnModuleInit } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AttemptCountsRepository } from './attempt-counts.repository.js';
import { LoginAttemptsRepository } from './login-attempts.repository.js';

/** Days that are ready before they come. */
const daysAhead = 3;

/** Makes the partitions of the days to come, and drops those past their time. */
@Injectable()
export class LoginAttemptsJob implements OnModuleInit {
  constructor(
    private readonly repository: LoginAttemptsRepository,
    private readonly counts: AttemptCountsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('security.turn_day', () => this.turn(), { schedule: { cron: '11 * * * *' } });
  }

  /** Before events are handled: the last time may be days ago. */
  async onModuleInit(): Promise<void> {
    await this.makePartitions();
  }

  async turn(): Promise<void> {
    await this.makePartitions();
    const first = after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_ATTEMPTS_DAYS));
    await this.repository.dropBefore(this.database.connection, first);
    await this.counts.removeBefore(this.database.connection, first);
  }

  private async makePartitions(): Promise<void> {
    for (let ahead = -1; ahead <= daysAhead; ahead += 1)
      await this.database.transaction((tx) =>
        this.repository.makePartition(tx, after(this.clock.now(), days(ahead))),
      );
  }
}

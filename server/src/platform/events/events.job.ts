import { Injectable } from '@nestjs/common';
import { minutes, seconds } from '../../kernel/clock.js';
import { Jobs } from '../jobs/jobs.js';
import { RetryReminder } from './delivery/retry-reminder.js';
import { EventsOptions } from './events.options.js';
import { Purging } from './outbox/purging.js';
import { Settling } from './outbox/settling.js';

/** Sees to it, from time to time, that no event stays away for good, and that none is kept for ever. */
@Injectable()
export class EventsJob {
  constructor(
    options: EventsOptions,
    private readonly settling: Settling,
    private readonly reminder: RetryReminder,
    purging: Purging,
    jobs: Jobs,
  ) {
    if (!options.relay) return;
    const every = Math.min(seconds(30), options.lostAfter);
    jobs.register('events.sweep', () => this.sweep(), { schedule: { every } });
    jobs.register('events.purge', () => purging.purge(), { schedule: { every: minutes(10) } });
  }

  private async sweep(): Promise<void> {
    await this.settling.settleAll();
    await this.reminder.remind();
  }
}

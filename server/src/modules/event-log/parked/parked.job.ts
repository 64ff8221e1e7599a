import { Injectable } from '@nestjs/common';
import { events as catalogue } from '@gatehouse/contracts/events';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { EventDirectory, type EventListener } from '../../../platform/events/event-listener.js';
import { Events } from '../../../platform/events/events.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ParkedRepository } from './parked.repository.js';

/** Events of one transaction. */
const batchSize = 1_000;

/** Gives parked events up that nobody looked after in time, and says so in the audit trail. */
@Injectable()
export class ParkedJob {
  constructor(
    private readonly database: Database,
    private readonly repository: ParkedRepository,
    private readonly directory: EventDirectory,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly config: Config,
    jobs: Jobs,
  ) {
    jobs.register('event-log.expire', () => this.expire(), { schedule: { every: hours(1) } });
  }

  async expire(): Promise<void> {
    const before = after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_PARKED_DAYS));
    for (const listener of this.directory.listeners.values())
      while ((await this.expireSome(listener, before)) === batchSize);
  }

  private expireSome(listener: EventListener, before: Date): Promise<number> {
    return this.database.transaction(async (tx) => {
      const count = await this.repository.expire(tx, listener, before, batchSize);
      const told = { listener: listener.name, count };
      if (count > 0)
        await this.events.add(tx, catalogue.eventsExpired, told, { organizationId: null });
      return count;
    });
  }
}

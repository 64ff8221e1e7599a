import { Injectable } from '@nestjs/common';
import { events as catalogue } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../../platform/database/database.js';
import { EventDirectory } from '../../../platform/events/event-listener.js';
import { Events } from '../../../platform/events/events.js';
import { ParkedReportsRepository } from './parked-reports.repository.js';
import { ParkedRepository } from './parked.repository.js';

/** Tells staff of listeners that gave up on events: once, until none of their events is parked. */
@Injectable()
export class ParkedWatchService {
  constructor(
    private readonly database: Database,
    private readonly parked: ParkedRepository,
    private readonly reports: ParkedReportsRepository,
    private readonly directory: EventDirectory,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async look(): Promise<void> {
    const { connection } = this.database;
    const listeners = [...this.directory.listeners.values()];
    const parked = await this.parked.count(connection, listeners);
    await this.reports.keepOnly(connection, [...parked.keys()]);
    for (const [listener, count] of parked) await this.report(listener, count);
  }

  private report(listener: string, count: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      if (!(await this.reports.begin(tx, listener, this.clock.now()))) return;
      const about = { organizationId: null, subject: `listener/${listener}` };
      await this.events.add(tx, catalogue.eventsParked, { listener, count }, about);
    });
  }
}

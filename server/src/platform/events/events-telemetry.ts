import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Metrics } from '../telemetry/metrics.js';
import { EventTransport } from './delivery/event-transport.js';
import { FailedEventsRepository } from './delivery/failed-events.repository.js';
import { EventDirectory } from './event-listener.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

/** Tells how events get on. */
@Injectable()
export class EventsTelemetry implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly outbox: OutboxRepository,
    private readonly failed: FailedEventsRepository,
    @Optional() @Inject(Metrics) private readonly metrics?: Metrics,
  ) {}

  onModuleInit(): void {
    this.metrics?.gauge(
      'events_unpublished',
      'Events in the outboxes that wait for the relay',
      () => this.unpublished(),
    );
    const help = 'Batches of events on their way, by where to: a listener, or its important lane';
    this.metrics?.gauges('events_backlog', help, 'address', () => this.backlog());
    this.metrics?.gauge('events_parked', 'Events that a listener gave up on', () => this.parked());
  }

  private async unpublished(): Promise<number> {
    const { connection } = this.database;
    return sum([...this.directory.outboxes], (module) =>
      this.outbox.countUnpublished(connection, module),
    );
  }

  private async backlog(): Promise<ReadonlyMap<string, number>> {
    const counted = this.directory.recipients.map(
      async ({ address }) => [address, await this.transport.backlog(address)] as const,
    );
    return new Map(await Promise.all(counted));
  }

  private async parked(): Promise<number> {
    const { connection } = this.database;
    return sum([...this.directory.listeners.values()], (listener) =>
      this.failed.countParked(connection, listener),
    );
  }
}

async function sum<T>(items: readonly T[], count: (item: T) => Promise<number>): Promise<number> {
  const counts = await Promise.all(items.map(count));
  return counts.reduce((total, each) => total + each, 0);
}

import { Inject, Injectable, type OnModuleInit, Optional } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { HealthChecks } from '../health/health-check.js';
import { Metrics } from '../telemetry/metrics.js';
import { EventTransport } from './delivery/event-transport.js';
import { FailedEventsRepository } from './delivery/failed-events.repository.js';
import { EventDirectory } from './event-listener.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

/** Tells how events get on, and whether RabbitMQ answers where it carries them. */
@Injectable()
export class EventsTelemetry implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly outbox: OutboxRepository,
    private readonly failed: FailedEventsRepository,
    @Optional() @Inject(Metrics) private readonly metrics?: Metrics,
    @Optional() @Inject(HealthChecks) private readonly checks?: HealthChecks,
  ) {}

  onModuleInit(): void {
    // Without it the outboxes keep what happens, so requests go on.
    if (this.config.RABBITMQ_URL !== undefined)
      this.checks?.add({
        name: 'rabbitmq',
        critical: false,
        check: () => this.transport.check(),
      });
    this.metrics?.gauge(
      'events_unpublished',
      'Events in the outboxes that wait for the relay',
      () => this.unpublished(),
    );
    this.metrics?.gauge('events_backlog', 'Batches of events on their way to listeners', () =>
      this.backlog(),
    );
    this.metrics?.gauge('events_parked', 'Events that a listener gave up on', () => this.parked());
  }

  private async unpublished(): Promise<number> {
    const { connection } = this.database;
    return sum([...this.directory.outboxes], (module) =>
      this.outbox.countUnpublished(connection, module),
    );
  }

  private async backlog(): Promise<number> {
    return sum(this.directory.recipients, ({ address }) => this.transport.backlog(address));
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

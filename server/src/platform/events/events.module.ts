import {
  type BeforeApplicationShutdown,
  type DynamicModule,
  Module,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { Clock, seconds } from '../../kernel/clock.js';
import { worksFor } from '../config/apps/apps.js';
import { Config } from '../config/config.js';
import { carrier } from './delivery/carrier.js';
import { Delivery } from './delivery/delivery.js';
import { EventTransport } from './delivery/event-transport.js';
import { FailedEventsRepository } from './delivery/failed-events.repository.js';
import { InboxRepository } from './delivery/inbox.repository.js';
import { Retries } from './delivery/retries.js';
import { RetryReminder } from './delivery/retry-reminder.js';
import { EventDirectory } from './event-listener.js';
import { Events } from './events.js';
import { EventsHealth } from './events-health.js';
import { EventsJob } from './events.job.js';
import { EventsOptions } from './events.options.js';
import { EventsTelemetry } from './events-telemetry.js';
import { LostEvents } from './outbox/lost-events.js';
import { OutboxSignal } from './outbox/outbox-signal.js';
import { OutboxRepository } from './outbox/outbox.repository.js';
import { Purging } from './outbox/purging.js';
import { Relay } from './outbox/relay.js';
import { RelayLoop } from './outbox/relay-loop.js';
import { Settling } from './outbox/settling.js';

/** Carries events from the outboxes to the listeners; a process has it once. */
@Module({})
export class EventsModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(
    private readonly options: EventsOptions,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly delivery: Delivery,
    private readonly loop: RelayLoop,
    private readonly config: Config,
  ) {}

  /** For an app: everything that carries events. */
  static forRoot(options: Partial<EventsOptions> = {}): DynamicModule {
    return {
      module: EventsModule,
      global: true,
      providers: [
        {
          provide: EventsOptions,
          inject: [Config],
          useFactory: ({ GATEHOUSE_EVENTS_LOST_AFTER, tiers }: Config) =>
            new EventsOptions({
              relay: tiers.length > 0,
              lostAfter: seconds(GATEHOUSE_EVENTS_LOST_AFTER),
              ...options,
            }),
        },
        carrier,
        EventDirectory,
        OutboxRepository,
        InboxRepository,
        FailedEventsRepository,
        Retries,
        Delivery,
        OutboxSignal,
        Relay,
        RelayLoop,
        LostEvents,
        Settling,
        Purging,
        RetryReminder,
        EventsJob,
        EventsTelemetry,
        EventsHealth,
      ],
      exports: [EventDirectory, EventsOptions, OutboxRepository, InboxRepository, EventTransport],
    };
  }

  /** For a module that adds events: its own `Events`, bound to its outbox. */
  static forModule(name: string): DynamicModule {
    return {
      module: ModuleEvents,
      providers: [
        {
          provide: Events,
          inject: [Clock, OutboxRepository, EventDirectory],
          useFactory: (clock: Clock, outbox: OutboxRepository, directory: EventDirectory) => {
            directory.outboxes.add(name);
            return new Events(name, clock, outbox);
          },
        },
      ],
      exports: [Events],
    };
  }

  async onApplicationBootstrap(): Promise<void> {
    const own = this.directory.recipients.filter(({ listener }) =>
      worksFor(this.config, listener.module),
    );
    // Also where nothing is handled: what failed is asked to be tried again over it.
    await this.transport.start(
      own.map(({ address }) => address),
      this.delivery,
    );
    if (this.options.relay) await this.loop.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.options.relay) await this.loop.stop();
    await this.transport.stop();
  }
}

/** One instance for each module that adds events. */
@Module({})
class ModuleEvents {}

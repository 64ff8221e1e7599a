import type { FactoryProvider } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { tierOf } from '../../config/apps/apps.js';
import { Config } from '../../config/config.js';
import { QueueConnection } from '../../jobs/queue-connection.js';
import { Logger } from '../../telemetry/logger.js';
import { Metrics } from '../../telemetry/metrics.js';
import { EventDirectory } from '../event-listener.js';
import type { Recipient } from '../lanes.js';
import { BullmqTransport } from './bullmq/bullmq-transport.js';
import { EventTransport } from './event-transport.js';
import { RabbitmqConnection } from './rabbitmq/rabbitmq-connection.js';
import { RabbitmqTransport } from './rabbitmq/rabbitmq-transport.js';
import { Topology } from './rabbitmq/topology.js';

/** The transport of a process. */
export const carrier: FactoryProvider<EventTransport> = {
  provide: EventTransport,
  inject: [
    Config,
    QueueConnection,
    Clock,
    Logger,
    EventDirectory,
    { token: Metrics, optional: true },
  ],
  useFactory: carrierOf,
};

/** What carries events: RabbitMQ where it is configured, else the queues that jobs have. */
function carrierOf(
  { RABBITMQ_URL }: Config,
  queues: QueueConnection,
  clock: Clock,
  logger: Logger,
  directory: EventDirectory,
  metrics?: Metrics,
): EventTransport {
  if (RABBITMQ_URL === undefined)
    return new BullmqTransport(queues, clock, (address) => groupOf(directory.at(address)));
  const connection = new RabbitmqConnection(RABBITMQ_URL, logger);
  const count = metrics?.counter(
    'rabbitmq_messages',
    'Messages of RabbitMQ, by what became of them',
    ['outcome'],
  );
  const transport = new RabbitmqTransport(connection, new Topology(), clock, logger, (outcome) =>
    count?.({ outcome }),
  );
  metrics?.gauge('rabbitmq_dead_letters', 'Messages of RabbitMQ that nobody could handle', () =>
    transport.deadLetters(),
  );
  return transport;
}

/** Lanes that one kind of process handles, the important ones apart, as they wait behind no ordinary ones. */
const groupOf = ({ listener, lane }: Recipient): string =>
  lane === 'important' ? `${tierOf(listener.module)}.important` : tierOf(listener.module);

import type { Clock } from '../../../kernel/clock.js';
import type { Config } from '../../config/config.js';
import type { QueueConnection } from '../../jobs/queue-connection.js';
import type { Logger } from '../../telemetry/logger.js';
import type { Metrics } from '../../telemetry/metrics.js';
import { BullmqTransport } from './bullmq-transport.js';
import type { EventTransport } from './event-transport.js';
import { RabbitmqConnection } from './rabbitmq/rabbitmq-connection.js';
import { RabbitmqTransport } from './rabbitmq/rabbitmq-transport.js';
import { Topology } from './rabbitmq/topology.js';

/** What carries events: RabbitMQ where it is configured, else the queues that jobs have. */
export function carrierOf(
  { RABBITMQ_URL }: Config,
  queues: QueueConnection,
  clock: Clock,
  logger: Logger,
  metrics?: Metrics,
): EventTransport {
  if (RABBITMQ_URL === undefined) return new BullmqTransport(queues, clock);
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

import { randomBytes } from 'node:crypto';
import { Redis } from 'ioredis';
import type { RealServer } from './servers/program.js';
import { startRabbitmq } from './servers/rabbitmq.js';
import { startRedis } from './servers/redis.js';
import type { Config } from '../../src/platform/config/config.js';
import { BullmqTransport } from '../../src/platform/events/delivery/bullmq/bullmq-transport.js';
import type { EventTransport } from '../../src/platform/events/delivery/event-transport.js';
import { RabbitmqConnection } from '../../src/platform/events/delivery/rabbitmq/rabbitmq-connection.js';
import { RabbitmqTransport } from '../../src/platform/events/delivery/rabbitmq/rabbitmq-transport.js';
import { Topology } from '../../src/platform/events/delivery/rabbitmq/topology.js';
import { QueueConnection } from '../../src/platform/jobs/queue-connection.js';
import { RedisConnections } from '../../src/platform/redis/redis-connections.js';
import { configOf, QuietLogger, type Shop } from './events.js';

/** A transport of one instance, and what ends its connections. */
export interface OpenedTransport {
  readonly transport: EventTransport;
  readonly close: () => Promise<void>;
}

/** Something that carries events, with a real server where it needs one. */
export interface Carrier {
  readonly name: string;
  /** Program that it needs. */
  readonly program: string | null;
  /** Starts the server. */
  start(): Promise<RealServer | null>;
  /** Takes away what the last test left. */
  reset(): Promise<void>;
  open(shop: Shop): OpenedTransport;
}

export const carriers = (): Carrier[] => [bullmqOnPostgres(), bullmqOnRedis(), rabbitmq()];

function bullmqOnPostgres(): Carrier {
  return {
    name: 'BullMQ on PostgreSQL',
    program: null,
    start: async () => null,
    reset: async () => {},
    open: (shop) => openBullmq(shop, configOf(shop.url)),
  };
}

function bullmqOnRedis(): Carrier {
  let server: RealServer;
  return {
    name: 'BullMQ on Redis',
    program: 'redis-server',
    start: async () => (server = await startRedis()),
    reset: async () => {
      const client = new Redis(server.url);
      await client.flushall();
      client.disconnect();
    },
    open: (shop) => openBullmq(shop, configOf(shop.url, { REDIS_URL: server.url })),
  };
}

/** A carrier of which a test asks what only RabbitMQ has. */
export interface RabbitmqCarrier extends Carrier {
  topology(): Topology;
  open(shop: Shop): OpenedTransport & { readonly transport: RabbitmqTransport };
}

export function rabbitmq(): RabbitmqCarrier {
  let server: RealServer;
  let topology = new Topology('none');
  return {
    name: 'RabbitMQ',
    program: 'rabbitmq-server',
    start: async () => (server = await startRabbitmq()),
    reset: async () => void (topology = new Topology(`test-${randomBytes(4).toString('hex')}`)),
    topology: () => topology,
    open: ({ clock }) => {
      const logger = new QuietLogger();
      const connection = new RabbitmqConnection([server.url], logger);
      const transport = new RabbitmqTransport(connection, topology, clock, logger);
      return { transport, close: () => Promise.resolve() };
    },
  };
}

function openBullmq({ clock }: Shop, config: Config): OpenedTransport {
  const logger = new QuietLogger();
  const redis = new RedisConnections(config, logger);
  const connection = new QueueConnection(config, redis, logger);
  return {
    transport: new BullmqTransport(connection, clock, (address) =>
      address.endsWith('.important') ? 'important' : 'ordinary',
    ),
    close: async () => {
      await connection.close();
      redis.onApplicationShutdown();
    },
  };
}

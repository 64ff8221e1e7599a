import { z } from 'zod';
import { list, variables } from './variables.js';

export const carrierVariables = variables({
  GATEHOUSE_KEEP_PARKED_DAYS: {
    shape: z.coerce.number().int().min(1).default(30),
    doc: 'How long an event is kept that a listener gave up on and that nobody looked after, in days.',
  },
  REDIS_URL: {
    shape: z.url({ protocol: /^rediss?$/ }).optional(),
    doc: 'Redis 6.2 or newer, such as `redis://:password@redis.example.com:6379/0`, for jobs and the events that they carry, rate limits and sockets of several instances, and the cache of templates. Sessions and short-lived codes are in PostgreSQL in any case. Default: PostgreSQL and memory.',
    secret: true,
  },
  RABBITMQ_URL: {
    shape: list
      .pipe(z.array(z.url({ protocol: /^amqps?$/, error: 'must be amqp:// or amqps:// URLs' })))
      .transform((nodes) => (nodes.length === 0 ? undefined : nodes)),
    doc: 'RabbitMQ 3.10 or newer, such as `amqps://user:password@rabbitmq.example.com/vhost`, to carry events; of a cluster several nodes, separated by commas, which are tried in turn. A comma in a password is written `%2C`. Default: they are carried by jobs.',
    secret: true,
  },
  GATEHOUSE_EVENTS_EXCHANGE: {
    shape: z
      .string()
      .regex(/^[\w.-]{1,100}$/, 'must be a name of letters, digits, dots and hyphens')
      .optional(),
    doc: 'Topic exchange of RabbitMQ on which every event is published for other programs, with its type as the routing key, such as `gatehouse.announced`. Needs `RABBITMQ_URL`. Default: none.',
  },
  GATEHOUSE_EVENTS_LOST_AFTER: {
    shape: z.coerce.number().int().min(1).default(60),
    doc: 'Age at which a published event that a listener lacks counts as lost on its way and is published again, in seconds.',
  },
});

const usualPorts: Readonly<Record<string, number>> = {
  'redis:': 6379,
  'rediss:': 6379,
  'amqp:': 5672,
  'amqps:': 5671,
};

/** Where the server of such a URL listens: on its protocol's usual port, where it names none. */
export const portOf = ({ protocol, port }: URL): number =>
  port === '' ? (usualPorts[protocol] ?? 0) : Number(port);

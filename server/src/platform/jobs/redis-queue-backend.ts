import { createRedisBackend, isNotConnectionError } from 'bullmq';
import type { RedisConnections } from '../redis/redis-connections.js';
import type { QueueBackend } from './queue-backend.js';

/** What the names of BullMQ's keys begin with. */
const prefix = 'gatehouse';

const mostListeners = 1000;

/**
 * Queues in Redis. Who adds a job hears at once that Redis is away; who waits for one waits on.
 * Queues share a connection, and so do workers, each of which has one more to wait on.
 */
export function redisBackend(redis: RedisConnections): QueueBackend {
  return {
    factory: (name, options, kind) => {
      const waits = kind?.withBlockingConnection === true;
      const connection = waits ? redis.patient('workers') : redis.eager('queues');
      // Every queue and worker listens to it, more of them than Node takes for a leak. Not 0, for no
      // limit: BullMQ adds to the number and subtracts from it.
      connection.setMaxListeners(mostListeners);
      const own = { ...options, prefix, connection };
      return createRedisBackend(name, own, kind);
    },
    forgets: true,
    tells: isNotConnectionError,
    close: () => Promise.resolve(),
  };
}

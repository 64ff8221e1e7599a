import { QueueConnection } from '../../src/platform/jobs/queue-connection.js';
import { RedisConnections } from '../../src/platform/redis/redis-connections.js';
import { configOf, QuietLogger } from './events.js';

/** Adds a job that is given up when it fails once, to the queues of whoever runs on a database. */
export async function addJobWithOneTry(databaseUrl: string, name: string): Promise<void> {
  const logger = new QuietLogger();
  const config = configOf(databaseUrl);
  const redis = new RedisConnections(config, logger);
  const connection = new QueueConnection(config, redis, logger);
  const queue = connection.queue('jobs');
  await queue.add(name, {}, { attempts: 1, removeOnComplete: true });
  await queue.close();
  await connection.close();
  redis.onApplicationShutdown();
}

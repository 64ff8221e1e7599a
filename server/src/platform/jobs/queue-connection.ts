import { Injectable } from '@nestjs/common';
import { Queue, Worker, type Processor, type QueueOptions, type WorkerOptions } from 'bullmq';
import { atMost, minutes, seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { Logger } from '../telemetry/logger.js';
import { postgresBackend } from './postgres-queue-backend.js';
import type { JobQueue, JobWorker, QueueBackend } from './queue-backend.js';
import { redisBackend } from './redis-queue-backend.js';

/** How long a worker waits for a notification before it looks for a job itself, in seconds. */
const drainDelay = 30;
/** Longest that stopping waits for running jobs; those cut off are given to another worker. */
const stopTimeout = seconds(10);
/** Longest that whoever adds a job or asks for one waits for the backend. */
const patience = seconds(10);
/** Longest that a start waits for a backend without which there is none: its tables may have to be made first. */
const startPatience = minutes(2);

/** Opens queues and workers of BullMQ: on PostgreSQL, or on Redis where it is configured. */
@Injectable()
export class QueueConnection {
  private readonly backend: QueueBackend;

  constructor(
    config: Config,
    redis: RedisConnections,
    private readonly logger: Logger,
  ) {
    this.backend = redis.configured
      ? redisBackend(redis)
      : postgresBackend(config, (error) => this.report('connection', error));
  }

  /** Whether the queues can lose everything from one moment to the next. */
  get forgets(): boolean {
    return this.backend.forgets;
  }

  queue(name: string, options: Omit<QueueOptions, 'connection'> = {}): JobQueue {
    const queue: JobQueue = new Queue(
      name,
      { ...options, streams: { events: { maxLen: 100 } }, connection: '' },
      this.backend.factory,
    );
    queue.on('error', (error) => this.report(name, error));
    return queue;
  }

  worker(
    name: string,
    processor: Processor<object, void>,
    options: Omit<WorkerOptions, 'connection'> = {},
  ): JobWorker {
    const worker: JobWorker = new Worker(
      name,
      processor,
      { drainDelay, maxStalledCount: 10, ...options, connection: '' },
      this.backend.factory,
    );
    worker.on('error', (error) => this.report(name, error));
    return worker;
  }

  /** @throws an Error when a queue does not answer in time: BullMQ itself waits for ever. */
  async inTime<T>(work: Promise<T>): Promise<T> {
    return atMost(patience, work);
  }

  /** @throws an Error when a queue does not answer in time; one that forgets can be done without for a start. */
  async atStart<T>(work: Promise<T>): Promise<T> {
    return this.forgets ? this.inTime(work) : atMost(startPatience, work);
  }

  /** Stops taking jobs and lets the running ones end, for 10 seconds at most. */
  async stop(workers: readonly JobWorker[]): Promise<void> {
    const stopped = Promise.all(workers.map((worker) => worker.close()));
    await atMost(stopTimeout, stopped).catch(() => {});
  }

  async close(): Promise<void> {
    await this.backend.close();
  }

  private report(queue: string, error: Error): void {
    if (this.backend.tells(error)) this.logger.warn('a queue reports an error', { queue, error });
  }
}

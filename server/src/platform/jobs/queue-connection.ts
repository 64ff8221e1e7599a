import { EventEmitter } from 'node:events';
import { Injectable } from '@nestjs/common';
import {
  PostgresConnection,
  PostgresQueueBackend,
  Queue,
  Worker,
  type BackendFactory,
  type JobProgress,
  type PostgresConnectionOptions,
  type Processor,
  type QueueBaseOptions,
  type QueueOptions,
  type WorkerOptions,
} from 'bullmq';
import { seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Logger } from '../telemetry/logger.js';

/** A queue of BullMQ on PostgreSQL; who uses it knows what its jobs hold. */
export type JobQueue = Queue<
  object,
  void,
  string,
  object,
  void,
  string,
  PostgresQueueBackend,
  PostgresConnectionOptions
>;
export type JobWorker = Worker<
  object,
  void,
  string,
  PostgresQueueBackend,
  JobProgress,
  PostgresConnectionOptions
>;
type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** SQL namespace of BullMQ's own tables. */
const schema = 'bullmq';
/** Connections for statements; one more listens for new jobs. */
const poolSize = 3;
/** BullMQ's types ask for a connection; the backend below brings the shared one. */
const unused = '';
/** How long a worker waits for a notification before it looks for a job itself, in seconds. */
const drainDelay = 30;
/** Longest that stopping waits for running jobs; those cut off are given to another worker. */
const stopTimeout = seconds(10);

/**
 * Opens queues and workers of BullMQ on PostgreSQL. All of a process share four connections:
 * BullMQ itself would open a pool and a listening connection for each.
 */
@Injectable()
export class QueueConnection {
  private connection: ListenOnceConnection | null = null;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  queue(name: string, options: Omit<QueueOptions, 'connection'> = {}): JobQueue {
    const queue: JobQueue = new Queue(
      name,
      { ...options, streams: { events: { maxLen: 100 } }, connection: unused },
      this.backend,
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
      { drainDelay, maxStalledCount: 10, ...options, connection: unused },
      this.backend,
    );
    worker.on('error', (error) => this.report(name, error));
    return worker;
  }

  /** Stops taking jobs and lets the running ones end, for 10 seconds at most. */
  async stop(workers: readonly JobWorker[]): Promise<void> {
    const stopped = Promise.all(workers.map((worker) => worker.close()));
    let timer: NodeJS.Timeout | undefined;
    const tooLong = new Promise((resolve) => {
      timer = setTimeout(resolve, stopTimeout);
    });
    await Promise.race([stopped, tooLong]);
    clearTimeout(timer);
  }

  async close(): Promise<void> {
    await this.connection?.close();
  }

  private readonly backend: BackendFactory<PostgresQueueBackend, PostgresConnectionOptions> = (
    name,
    options,
  ) => {
    this.connection ??= this.connect();
    return new SharedBackend(this.connection, name, options);
  };

  private connect(): ListenOnceConnection {
    const connection = new ListenOnceConnection({
      connectionString: this.config.DATABASE_URL,
      application_name: `${this.config.GATEHOUSE_SERVICE_NAME}-jobs`,
      schema,
      migrate: true,
      max: poolSize,
      statement_timeout: seconds(30),
    });
    connection.setMaxListeners(0);
    connection.on('error', (error: Error) => this.report('connection', error));
    return connection;
  }

  private report(queue: string, error: Error): void {
    this.logger.warn('a queue reports an error', { queue, error });
  }
}

/** A backend that leaves the connection open, which others use. */
class SharedBackend extends PostgresQueueBackend {
  constructor(
    connection: PostgresConnection,
    name: string,
    options: QueueBaseOptions<PostgresConnectionOptions>,
  ) {
    super(connection, name, options, true);
  }

  override async close(): Promise<void> {}

  override async disconnect(): Promise<void> {
    await this.disconnectBlocking();
  }
}

/** Each backend sends LISTEN over the one listening connection, which runs one statement at a time. */
class ListenOnceConnection extends PostgresConnection {
  private readonly queued = new WeakSet<ListenClient>();

  override async getListenClient(): Promise<ListenClient> {
    const client = await super.getListenClient();
    if (this.queued.has(client)) return client;
    this.queued.add(client);
    const query = client.query.bind(client);
    let last: Promise<unknown> = Promise.resolve();
    client.query = (text: string, values?: readonly unknown[]) => {
      const result = last.then(() => query(text, values));
      last = result.catch(() => {});
      return result;
    };
    // Each backend listens to it, more of them than Node takes for a leak.
    if (client instanceof EventEmitter) client.setMaxListeners(0);
    return client;
  }
}

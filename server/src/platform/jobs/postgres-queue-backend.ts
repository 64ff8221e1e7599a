import { EventEmitter } from 'node:events';
import {
  PostgresConnection,
  PostgresQueueBackend,
  type PostgresConnectionOptions,
  type QueueBaseOptions,
} from 'bullmq';
import { seconds } from '../../kernel/clock.js';
import type { Config } from '../config/config.js';
import type { QueueBackend } from './queue-backend.js';

type ListenClient = Awaited<ReturnType<PostgresConnection['getListenClient']>>;

/** SQL namespace of BullMQ's own tables. */
const schema = 'bullmq';
/** Connections for statements; one more listens for new jobs. */
const poolSize = 3;

/**
 * Queues in PostgreSQL. All of a process share four connections: BullMQ itself would open a pool
 * and a listening connection for each.
 */
export function postgresBackend(config: Config, report: (error: Error) => void): QueueBackend {
  let connection: ListenOnceConnection | null = null;
  return {
    factory: (name, options) => {
      connection ??= connect(config, report);
      return new SharedBackend(connection, name, { ...options, connection: '' });
    },
    forgets: false,
    tells: () => true,
    close: async () => connection?.close(),
  };
}

function connect(config: Config, report: (error: Error) => void): ListenOnceConnection {
  const connection = new ListenOnceConnection({
    connectionString: config.DATABASE_URL,
    application_name: `${config.GATEHOUSE_SERVICE_NAME}-jobs`,
    schema,
    migrate: true,
    max: poolSize,
    statement_timeout: seconds(30),
  });
  connection.setMaxListeners(0);
  connection.on('error', report);
  return connection;
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

import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Client } from 'pg';
import { seconds } from '../../kernel/clock.js';
import { newId } from '../../kernel/id.js';
import { Config } from '../config/config.js';
import { Logger } from '../telemetry/logger.js';
import { StartError } from '../../kernel/start-error.js';

const channel = 'gatehouse_instances';
const lock = `hashtextextended('gatehouse:instances', 0)`;
/** Longest that a newcomer waits for an instance that is alone to make room. */
const patience = seconds(15);

/**
 * The instances that share a database know of each other by an advisory lock, which each holds on a
 * connection of its own while it runs. The one with the embedded database holds it alone until
 * another one comes: it is told, stops relying on being alone, and only then lets the other in.
 * An instance with an external database never claims to be alone: a pooler between them, such as
 * PgBouncer, would give two of them the same lock.
 */
@Injectable()
export class Instances implements OnModuleInit, OnModuleDestroy {
  private client: Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;
  private hasWarned = false;
  private readonly id = newId();
  private terms = 0;
  private current = 0;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /**
   * While this is the only instance: the number of the time for which that has been so without a
   * break; else 0. What was learned in one term may be relied on only during that term.
   */
  get soleTerm(): number {
    return this.current;
  }

  /** @throws an Error when another instance is alone and doesn't make room. */
  async onModuleInit(): Promise<void> {
    await this.join();
  }

  async onModuleDestroy(): Promise<void> {
    this.closed = true;
    this.current = 0;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => {});
  }

  private async join(): Promise<void> {
    const client = new Client({
      connectionString: this.config.DATABASE_URL,
      application_name: `${this.config.GATEHOUSE_SERVICE_NAME}-instance`,
      keepAlive: true,
    });
    this.client = client;
    client.on('error', () => this.lose(client));
    client.on('end', () => this.lose(client));
    await client.connect();
    client.on('notification', ({ payload }) => {
      const [id, app] = payload?.split(' ') ?? [];
      if (id !== this.id) void this.meet(client, app !== 'worker');
    });
    await client.query(`LISTEN ${channel}`);
    if (this.config.embeddedDatabase && (await claim(client))) {
      this.terms += 1;
      this.current = this.terms;
    } else await this.share(client);
  }

  private async share(client: Client): Promise<void> {
    await client.query(`SET lock_timeout = ${patience}`);
    const self = `${this.id} ${this.config.GATEHOUSE_APP}`;
    await client.query('SELECT pg_notify($1, $2)', [channel, self]);
    await client.query(`SELECT pg_advisory_lock_shared(${lock})`).catch((error: unknown) => {
      const message =
        'Another instance has the database for itself and does not answer. Stop it, then start again.';
      throw new StartError(message, { cause: error });
    });
  }

  /** Another instance comes. From here on each of them must ask the database. */
  private async meet(client: Client, countsRequests: boolean): Promise<void> {
    const { GATEHOUSE_APP: app, REDIS_URL: redis } = this.config;
    if (countsRequests && app !== 'worker' && redis === undefined && !this.hasWarned) {
      this.hasWarned = true;
      this.logger.warn(
        'Another instance shares the database; each counts rate limits for itself. Set REDIS_URL, so that they count together',
      );
    }
    if (this.current === 0) return;
    this.current = 0;
    await client
      .query(`SELECT pg_advisory_lock_shared(${lock}), pg_advisory_unlock(${lock})`)
      .catch(() => this.lose(client));
  }

  private lose(client: Client): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    this.current = 0;
    void client.end().catch(() => {});
    this.retry = setTimeout(() => {
      this.join().catch(() => this.client && this.lose(this.client));
    }, seconds(1)).unref();
  }
}

async function claim(client: Client): Promise<boolean> {
  const claimed = `SELECT pg_try_advisory_lock(${lock}) AS alone`;
  const { rows } = await client.query<{ alone: boolean }>(claimed);
  return rows[0]?.alone === true;
}

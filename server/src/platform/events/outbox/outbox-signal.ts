import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { seconds } from '../../../kernel/clock.js';
import { Config } from '../../config/config.js';
import { Logger } from '../../telemetry/logger.js';

const channel = 'gatehouse_outbox';

/**
 * Tells when an outbox has something new. Only a hint: notifications of the time in which the
 * connection was away are lost, so each new connection wakes the relay for all.
 */
@Injectable()
export class OutboxSignal {
  private client: Client | null = null;
  private retry: NodeJS.Timeout | null = null;
  private closed = false;

  constructor(
    private readonly config: Config,
    private readonly logger: Logger,
  ) {}

  /** @param wake called with the namespace of the outbox, or without when any may have something. */
  async listen(wake: (namespace?: string) => void): Promise<void> {
    const client = new Client({
      connectionString: this.config.DATABASE_URL,
      application_name: `${this.config.GATEHOUSE_SERVICE_NAME}-relay`,
      keepAlive: true,
    });
    this.client = client;
    client.on('notification', ({ payload }) => wake(payload));
    client.on('error', () => this.lose(client, wake));
    client.on('end', () => this.lose(client, wake));
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      wake();
    } catch {
      this.lose(client, wake);
    }
  }

  /**
   * Takes the locks that transactions ask for before they notify (migrations/README.md), and with
   * them the notifications: while events come without a break, each would only wake whoever listens.
   */
  async hush(namespaces: readonly string[]): Promise<void> {
    const locks = `SELECT pg_try_advisory_lock(hashtextextended('gatehouse:outbox:' || name, 0))
                     FROM unnest($1::text[]) AS name`;
    await this.client?.query(locks, [namespaces]).catch(() => {});
  }

  /** Lets transactions notify again. */
  async unhush(): Promise<void> {
    await this.client?.query('SELECT pg_advisory_unlock_all()').catch(() => {});
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.retry) clearTimeout(this.retry);
    await this.client?.end().catch(() => {});
  }

  private lose(client: Client, wake: (namespace?: string) => void): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    this.logger.warn('the notifications of new events are interrupted; polling meanwhile');
    void client.end().catch(() => {});
    this.retry = setTimeout(() => void this.listen(wake), seconds(1));
  }
}

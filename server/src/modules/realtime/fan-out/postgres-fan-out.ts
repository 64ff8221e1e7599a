import { Injectable } from '@nestjs/common';
import { Client } from 'pg';
import { seconds } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import { Changes } from '../../../platform/database/changes.js';
import type { Transaction } from '../../../platform/database/database.js';
import { Logger } from '../../../platform/telemetry/logger.js';
import type { Message } from '../realtime-types.js';
import { FanOut } from './fan-out.js';
import { channel, FanOutRepository } from './fan-out.repository.js';

/** Longest payload that PostgreSQL carries, in bytes. */
const mostBytes = 7_999;

/**
 * Over NOTIFY, which PostgreSQL hands out when the transaction commits: an event that a listener
 * handles is told once, however often handling it was tried. It listens on a connection of its own,
 * since those of the pool come and go; changed sessions are heard of on it, too.
 */
@Injectable()
export class PostgresFanOut extends FanOut {
  private client: Client | null = null;
  private retry: NodeJS.Timeout | undefined;
  private closed = false;

  constructor(
    private readonly repository: FanOutRepository,
    private readonly changes: Changes,
    private readonly config: Config,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async publish(tx: Transaction, messages: readonly Message[]): Promise<void> {
    const payloads = messages.map((message) => JSON.stringify(message));
    const fitting = payloads.filter((payload) => Buffer.byteLength(payload) <= mostBytes);
    if (fitting.length < payloads.length)
      this.logger.warn('an event is too large to be told to other instances');
    if (fitting.length > 0) await this.repository.notify(tx, fitting);
  }

  override async start(receive: (message: Message) => void, resumed: () => void): Promise<void> {
    const client = new Client({
      connectionString: this.config.DATABASE_URL,
      application_name: `${this.config.GATEHOUSE_SERVICE_NAME}-realtime`,
      keepAlive: true,
    });
    this.client = client;
    const lose = () => this.lose(client, receive, resumed);
    client.on('error', lose);
    client.on('end', lose);
    client.on('notification', ({ channel: from, payload }) => {
      if (from === channel && payload) receive(JSON.parse(payload) as Message);
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
      await this.changes.attach(client);
      resumed();
    } catch {
      lose();
    }
  }

  override async stop(): Promise<void> {
    this.closed = true;
    clearTimeout(this.retry);
    await this.client?.end().catch(() => {});
  }

  private lose(client: Client, receive: (message: Message) => void, resumed: () => void): void {
    if (this.closed || this.client !== client) return;
    this.client = null;
    this.logger.warn('live events of other instances are interrupted');
    void client.end().catch(() => {});
    this.retry = setTimeout(() => void this.start(receive, resumed), seconds(1));
  }
}

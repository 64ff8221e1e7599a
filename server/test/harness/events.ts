import { readFileSync } from 'node:fs';
import pg from 'pg';
import { z } from 'zod';
import type { CloudEvent, EventContract } from '@gatehouse/contracts/events';
import { Clock } from '../../src/kernel/clock.js';
import { tiers } from '../../src/platform/config/apps/apps.js';
import { Config } from '../../src/platform/config/config.js';
import { Database, type Transaction } from '../../src/platform/database/database.js';
import { Delivery } from '../../src/platform/events/delivery/delivery.js';
import {
  EventTransport,
  type EventBatch,
  type EventConsumer,
} from '../../src/platform/events/delivery/event-transport.js';
import { FailedEventsRepository } from '../../src/platform/events/delivery/failed-events.repository.js';
import { InboxRepository } from '../../src/platform/events/delivery/inbox.repository.js';
import { Retries } from '../../src/platform/events/delivery/retries.js';
import { RetryReminder } from '../../src/platform/events/delivery/retry-reminder.js';
import { EventDirectory, EventListener } from '../../src/platform/events/event-listener.js';
import { Events } from '../../src/platform/events/events.js';
import { EventsOptions } from '../../src/platform/events/events.options.js';
import { LostEvents } from '../../src/platform/events/outbox/lost-events.js';
import { OutboxRepository } from '../../src/platform/events/outbox/outbox.repository.js';
import { Purging } from '../../src/platform/events/outbox/purging.js';
import { Relay } from '../../src/platform/events/outbox/relay.js';
import { Settling } from '../../src/platform/events/outbox/settling.js';
import { Logger } from '../../src/platform/telemetry/logger.js';
import { createTestDatabase } from './database.js';

/** An event that only tests know. */
export const thingHappened = {
  source: '/shop',
  type: 'thing.happened',
  version: '1.0.0',
  summary: 'A thing happened',
  data: z.object({ thing: z.string(), number: z.number() }),
} satisfies EventContract;

/** An important one. */
export const thingAlarmed = {
  ...thingHappened,
  type: 'thing.alarmed',
  important: 'alert',
} satisfies EventContract;

export class QuietLogger extends Logger {
  readonly lines: string[] = [];
  error = (message: string) => void this.lines.push(message);
  warn = (message: string) => void this.lines.push(message);
  info = () => {};
  debug = () => {};
}

/** A clock that tests set. */
export class TestClock extends Clock {
  ahead = 0;
  now = () => new Date(Date.now() + this.ahead);

  /** It is that moment now, and goes on from there. */
  moveTo(moment: Date): void {
    this.ahead = moment.getTime() - Date.now();
  }
}

/** Keeps batches in memory until a test hands them over, in any order, any number of times, or never. */
export class HandTransport extends EventTransport {
  batches: EventBatch[] = [];
  retries: string[] = [];
  refuse: Error | null = null;

  override async start(): Promise<void> {}
  override async stop(): Promise<void> {}
  override async check(): Promise<void> {}
  override async publish(batches: readonly EventBatch[]): Promise<void> {
    if (this.refuse) throw this.refuse;
    this.batches.push(...(JSON.parse(JSON.stringify(batches)) as EventBatch[]));
  }
  override async retryAt(address: string): Promise<void> {
    this.retries.push(address);
  }
  override async backlog(address: string): Promise<number> {
    return this.batches.filter((batch) => batch.address === address).length;
  }
  /** Hands every batch over; those put off are given again. */
  async handOver(consumer: EventConsumer): Promise<void> {
    while (this.batches.length > 0) {
      const batch = this.batches.shift() as EventBatch;
      const { status } = await consumer.deliver(batch);
      if (status === 'put_off') this.batches.push(batch);
    }
  }
}

/** Writes each event that it is given into `shop.effects`; throws where a test wants it to. */
export class EffectListener extends EventListener {
  override readonly module = 'shop';
  override readonly types = 'all';
  /** Called before the effect, and after it. */
  before: (event: CloudEvent) => void = () => {};
  after: () => void = () => {};
  batches = 0;

  constructor(override readonly name = 'effects') {
    super();
  }

  override async handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void> {
    this.batches += 1;
    const { sql } = await import('drizzle-orm');
    for (const event of events) {
      this.before(event);
      await tx.execute(
        sql`INSERT INTO shop.effects (listener, event_id, thing, number)
            VALUES (${this.name}, ${event.id}, ${String(event.data.thing)}, ${Number(event.data.number)})`,
      );
    }
    this.after();
  }
}

const readme = readFileSync(new URL('../../migrations/README.md', import.meta.url), 'utf8');
/** What the recipe for migrations tells modules to create. */
const recipes = [...readme.matchAll(/```sql\n(.*?)```/gs)].map((match) => match[1] ?? '');

/** A module `shop` with an outbox and an inbox, made by the recipe. */
export async function openShop() {
  const created = await createTestDatabase();
  const pool = new pg.Pool({ connectionString: created.url, max: 10 });
  pool.on('error', () => {});
  const [outboxSql = '', , inboxSql = ''] = recipes;
  await pool.query(
    `CREATE SCHEMA shop; SET search_path TO shop; ${outboxSql} ${inboxSql};
     CREATE TABLE effects (n bigserial, listener text, event_id uuid, thing text, number int);
     SET search_path TO DEFAULT`,
  );
  const database = new Database(pool);
  const clock = new TestClock();
  const events = new Events('shop', clock, new OutboxRepository());
  return {
    url: created.url,
    pool,
    database,
    clock,
    events,
    /** Adds an event in a transaction of its own. */
    add: (number: number, thing = 'one') =>
      database.transaction((tx) =>
        events.add(tx, thingHappened, { thing, number }, { subject: `thing/${thing}` }),
      ),
    /** Adds an important event. */
    alarm: (number: number, thing = 'one') =>
      database.transaction((tx) =>
        events.add(tx, thingAlarmed, { thing, number }, { subject: `alert/${thing}` }),
      ),
    /** Numbers of the events that had their effect, in order. */
    effects: async (listener = 'effects') => {
      const { rows } = await pool.query<{ number: number }>(
        'SELECT number FROM shop.effects WHERE listener = $1 ORDER BY n',
        [listener],
      );
      return rows.map((row) => row.number);
    },
    close: async () => {
      await pool.end();
      await created.drop();
    },
  };
}
export type Shop = Awaited<ReturnType<typeof openShop>>;

/** The parts of one instance that carries the shop's events, as the module wires them. */
export function openInstance(
  shop: Shop,
  listeners: readonly EventListener[],
  transport: EventTransport = new HandTransport(),
  options: Partial<EventsOptions> = {},
) {
  const { database, clock } = shop;
  const settings = new EventsOptions({ backoff: () => 0, maxAttempts: 3, ...options });
  const directory = new EventDirectory();
  directory.outboxes.add('shop');
  for (const listener of listeners) directory.register(listener);
  const logger = new QuietLogger();
  const outbox = new OutboxRepository();
  const inbox = new InboxRepository();
  const failed = new FailedEventsRepository();
  const retries = new Retries(database, inbox, failed, settings, clock, logger);
  const delivery = new Delivery(database, directory, inbox, retries, logger);
  const relay = new Relay(database, outbox, directory, transport, settings, clock);
  const lost = new LostEvents(transport, settings, clock, logger);
  const settling = new Settling(database, directory, outbox, inbox, lost, clock);
  const purging = new Purging(database, directory, outbox, inbox, settings, clock);
  const reminder = new RetryReminder(database, directory, failed, transport, clock);
  const upkeep = { settling, purging, reminder };
  return { settings, directory, logger, failed, delivery, relay, ...upkeep, transport };
}

/** Settings of a test that connects by itself. */
export const configOf = (url: string, more: Partial<Config> = {}): Config =>
  ({
    DATABASE_URL: url,
    GATEHOUSE_SERVICE_NAME: 'test',
    GATEHOUSE_EVENTS_LOST_AFTER: 60,
    tiers,
    ...more,
  }) as Config;

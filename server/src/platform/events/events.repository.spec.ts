import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  configOf,
  EffectListener,
  openShop,
  QuietLogger,
  type Shop,
} from '../../../test/harness/events.js';
import { Clock, SystemClock } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { RedisConnections } from '../redis/redis-connections.js';
import { QueueConnection } from '../jobs/queue-connection.js';
import { Logger } from '../telemetry/logger.js';
import { EventDirectory } from './event-listener.js';
import { Events } from './events.js';
import { EventsModule } from './events.module.js';
import { eventually } from '../../../test/harness/waiting/eventually.js';

let shop: Shop;
let apps: INestApplicationContext[];

beforeEach(async () => {
  shop = await openShop();
  apps = [];
});
afterEach(async () => {
  for (const app of apps) await app.close();
  await shop.close();
});

/** An instance as an app wires it. */
async function start(listener: EffectListener): Promise<INestApplicationContext> {
  const shopModule = {
    module: class ShopModule {},
    imports: [EventsModule.forModule('shop')],
    providers: [
      {
        provide: EffectListener,
        inject: [EventDirectory],
        useFactory: (directory: EventDirectory) => {
          directory.register(listener);
          return listener;
        },
      },
    ],
  };
  const shared = [
    { provide: Config, useValue: configOf(shop.url) },
    { provide: Clock, useClass: SystemClock },
    { provide: Logger, useClass: QuietLogger },
    { provide: Database, useValue: shop.database },
    RedisConnections,
  ];
  const platform = {
    module: class Platform {},
    global: true,
    providers: shared,
    exports: [Config, Clock, Logger, Database, RedisConnections],
  };
  const root = {
    module: class Root {},
    imports: [platform, JobsModule, EventsModule.forRoot({ backoff: () => 100 }), shopModule],
  };
  const app = await NestFactory.createApplicationContext(root, { logger: ['error'] });
  apps.push(app);
  await app.init();
  return app;
}

it('gives each module its own Events, and carries an event when it is committed', async () => {
  const listener = new EffectListener();
  const times = new Map<number, number>();
  listener.before = ({ data }) => void times.set(Number(data.number), performance.now());
  const app = await start(listener);
  expect(app.get(Events, { strict: false })).toBeInstanceOf(Events);
  const latencies: number[] = [];
  for (let number = 0; number < 30; number += 1) {
    await shop.add(number);
    const committed = performance.now();
    await vi.waitFor(() => expect(times.has(number)).toBe(true), { interval: 1, timeout: 10_000 });
    latencies.push((times.get(number) ?? 0) - committed);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  latencies.sort((a, b) => a - b);
  // By the notification: an outbox that is only looked at is looked at once a second.
  expect(latencies[15]).toBeLessThan(300);
});

it('has one effect an event on two instances, in order, under load and with failures', async () => {
  const numbers = Array.from({ length: 400 }, (_, index) => index);
  for (const seed of [0, 1]) {
    const listener = new EffectListener();
    let calls = seed;
    listener.after = () => {
      calls += 1;
      if (calls % 5 === 0) throw new Error('the database hiccups');
    };
    await start(listener);
  }
  for (const number of numbers) await shop.add(number, `thing ${number % 7}`);
  await eventually(async () => expect(await shop.effects()).toHaveLength(400));
  const effects = await shop.effects();
  for (let thing = 0; thing < 7; thing += 1) {
    const own = effects.filter((number) => number % 7 === thing);
    expect(own).toEqual(own.toSorted((a, b) => a - b));
  }
});

it('is woken at once again after a time in which events came without a break', async () => {
  const listener = new EffectListener();
  const times = new Map<number, number>();
  listener.before = ({ data }) => void times.set(Number(data.number), performance.now());
  await start(listener);
  for (let number = 1; number <= 60; number += 1) {
    await shop.add(number);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await new Promise((resolve) => setTimeout(resolve, 500));
  await shop.add(100);
  const committed = performance.now();
  await vi.waitFor(() => expect(times.has(100)).toBe(true), { interval: 1, timeout: 10_000 });
  expect((times.get(100) ?? Infinity) - committed).toBeLessThan(1000);
  await eventually(async () => expect(await shop.effects()).toHaveLength(61));
});

it('goes on after its connections were cut', async () => {
  await start(new EffectListener());
  await shop.add(1);
  await eventually(async () => expect(await shop.effects()).toEqual([1]));
  await shop.pool.query(
    `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
      WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  await shop.add(2).catch(() => shop.add(2));
  await eventually(async () => expect(await shop.effects()).toEqual([1, 2]));
});

it('leaves what it could not carry to the next start', async () => {
  const first = await start(new EffectListener());
  await first.close();
  await shop.add(1);
  expect(await shop.effects()).toEqual([]);
  await start(new EffectListener());
  await eventually(async () => expect(await shop.effects()).toEqual([1]));
  expect(first.get(QueueConnection)).toBeDefined();
});

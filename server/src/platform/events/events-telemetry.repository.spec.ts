import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import {
  configOf,
  EffectListener,
  HandTransport,
  openInstance,
  openShop,
  type Shop,
} from '../../../test/harness/events.js';
import type { HealthCheck } from '../health/health-check.js';
import { PrometheusMetrics } from '../telemetry/prometheus-metrics.js';
import { EventsHealth } from './events-health.js';
import { EventsTelemetry } from './events-telemetry.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop();
});
afterEach(() => shop.close());

it('tells what waits, what is on its way and what was given up', async () => {
  const listener = new EffectListener();
  listener.before = ({ data }) => {
    if (data.number === 1) throw new Error('poison');
  };
  const transport = new HandTransport();
  const instance = openInstance(shop, [listener], transport, { maxAttempts: 1 });
  const metrics = new PrometheusMetrics({ service: 'test', process: false });
  new EventsTelemetry(
    shop.database,
    instance.directory,
    transport,
    new OutboxRepository(),
    instance.failed,
    metrics,
  ).onModuleInit();
  await shop.add(1);
  await instance.relay.publish('shop');
  await transport.handOver(instance.delivery);
  await shop.add(2);
  await instance.relay.publish('shop');
  for (const number of [3, 4, 5]) await shop.add(number);
  const { text } = await metrics.exposition();
  expect(text).toMatch(/^events_unpublished\{.*\} 3$/m);
  expect(text).toMatch(/^events_backlog\{address="effects".*\} 1$/m);
  expect(text).toMatch(/^events_backlog\{address="effects.important".*\} 0$/m);
  expect(text).toMatch(/^events_parked\{.*\} 1$/m);
});

it('tells whether RabbitMQ answers, where it carries events', async () => {
  const transport = new HandTransport();
  const checks: HealthCheck[] = [];
  const add = (check: HealthCheck) => void checks.push(check);
  new EventsHealth(configOf(shop.url), transport, { add }).onModuleInit();
  expect(checks).toEqual([]);
  const config = configOf(shop.url, { RABBITMQ_URL: ['amqp://localhost'] });
  new EventsHealth(config, transport, { add }).onModuleInit();
  expect(checks).toMatchObject([{ name: 'rabbitmq', critical: false }]);
  const check = vi.fn(async () => {});
  transport.check = check;
  await checks[0]?.check();
  expect(check).toHaveBeenCalledOnce();
});

import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { describeWith } from '../../../../test/harness/servers/describe-with.js';
import type { RealServer } from '../../../../test/harness/servers/program.js';
import { startRedis } from '../../../../test/harness/servers/redis.js';
import { TestClock } from '../../../../test/harness/events.js';
import { seconds } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import { NoExchange } from './bucket.js';
import { RateLimitsService } from './rate-limits.service.js';
import { RedisBucketExchange } from './redis-bucket-exchange.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';

const address = '192.0.2.1';
const config = loadConfig({ NODE_ENV: 'test', GATEHOUSE_RATE_LOGIN: '60/min+20' });
const soon = () => new Promise((resolve) => setTimeout(resolve, 300));

describeWith('redis-server', 'rate limits of several instances', () => {
  let server: RealServer;
  let clients: Redis[];
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server?.remove());
  beforeEach(async () => {
    clients = [];
    await connect().flushall();
  });
  afterEach(() => {
    for (const client of clients) client.disconnect();
  });

  function connect(): Redis {
    const client = new Redis(server.url, { maxRetriesPerRequest: 0 });
    client.on('error', () => {});
    clients.push(client);
    return client;
  }
  async function start(clock = new TestClock()): Promise<RateLimitsService> {
    const client = connect();
    await client.ping();
    return new RateLimitsService(config, clock, new RedisBucketExchange(client));
  }
  const passed = (limits: RateLimitsService, count: number, key = address) =>
    Array.from({ length: count }, () => limits.check('login', 'address', key)).filter(
      ({ allowed }) => allowed,
    ).length;

  it('counts what other instances let pass', async () => {
    const [left, right] = [await start(), await start()];
    expect(passed(left, 50)).toBe(50);
    // The first call of a caller tells nothing yet; what it takes is told, and the answer heard.
    expect(passed(right, 1)).toBe(1);
    await soon();
    const rest = passed(right, 100);
    expect(rest).toBeGreaterThanOrEqual(28);
    expect(rest).toBeLessThanOrEqual(31);
    expect(passed(right, 1, '192.0.2.2')).toBe(1);
  });

  it('negative control: without an exchange each instance lets as many pass', async () => {
    const [left, right] = [1, 2].map(
      () => new RateLimitsService(config, new TestClock(), new NoExchange()),
    );
    if (!left || !right) throw new Error('two were made');
    expect(passed(left, 100) + passed(right, 100)).toBe(160);
  });

  it('pays back what passed before the instances knew of each other', async () => {
    const clock = new TestClock();
    const instances = [await start(clock), await start(clock), await start(clock)];
    expect(instances.map((limits) => passed(limits, 100))).toEqual([80, 80, 80]);
    await soon();
    clock.ahead += seconds(30);
    // Those that were told before the others spent hear of it with their next call.
    for (const limits of instances) passed(limits, 1);
    await soon();
    for (const limits of instances) expect(passed(limits, 10)).toBe(0);
  });

  it('attack 28: refused calls cost nothing, wherever they are made', async () => {
    const clock = new TestClock();
    const [left, right] = [await start(clock), await start(clock)];
    passed(left, 80);
    for (let round = 0; round < 10; round += 1) passed(right, 100);
    await soon();
    const { retryAfter } = left.check('login', 'address', address);
    expect(retryAfter).toBeLessThanOrEqual(2);
  });

  it('falls back to memory while Redis is dead, and a flushed one loosens no limit', async () => {
    const limits = await start();
    expect(passed(limits, 60)).toBe(60);
    await soon();
    await connect().flushall();
    expect(passed(limits, 10)).toBe(10);
    await soon();
    await server.kill();
    // 60 and 10 are gone, a token a second came back.
    const rest = passed(limits, 100);
    expect(rest).toBeGreaterThanOrEqual(10);
    expect(rest).toBeLessThanOrEqual(12);
    await server.start();
    const isReady = ({ status }: Redis) => status === 'ready';
    await eventually(() => expect(clients.every(isReady)).toBe(true));
    expect(passed(limits, 5, '192.0.2.3')).toBe(5);
    await soon();
    expect(await connect().keys('*')).toContain('gatehouse:limit:login:address:192.0.2.3');
  });
});

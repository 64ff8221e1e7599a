import bcrypt from 'bcryptjs';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { hours } from '../../kernel/clock.js';
import { loadConfig } from '../config/config.js';
import { PrometheusMetrics } from '../telemetry/prometheus-metrics.js';
import { Argon2PasswordHasher } from './argon2-password-hasher.js';

const config = loadConfig({
  GATEHOUSE_ARGON2_MEMORY_KIB: '8192',
  GATEHOUSE_ARGON2_ITERATIONS: '1',
});
const unread = () => new PrometheusMetrics({ service: 'test', process: false });
const metrics = unread();
const hasher = new Argon2PasswordHasher(config, metrics, 1);
// A thread may take its time to begin where the machine is busy.
beforeAll(() => vi.waitFor(() => hasher.hash('warm'), 30_000));
afterAll(() => hasher.close());

it('serves those who wait in the order in which they came', async () => {
  const patient = new Argon2PasswordHasher(config, unread(), 1, hours(1), hours(1));
  const served: number[] = [];
  const numbers = Array.from({ length: 20 }, (_, number) => number);
  await Promise.all(
    numbers.map(async (number) => {
      await patient.hash(`password ${number}`);
      served.push(number);
    }),
  );
  expect(served).toEqual(numbers);
  await patient.close();
});

it('turns away whoever would wait too long, and tells how many wait', async () => {
  const rejections = async () => {
    const { text } = await metrics.exposition();
    const counts = text.matchAll(/password_hash_rejections_total\{.*\} (\d+)/g);
    return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
  };
  const before = await rejections();
  const wishes = Array.from({ length: 300 }, (_, number) => hasher.hash(`password ${number}`));
  // Without a password at hand: the flood is to cost no look for the account.
  expect(() => hasher.assertRoom()).toThrow(expect.objectContaining({ code: 'overloaded' }));
  const queue = /password_hash_queue_length\{service="test"\} (\d+)/;
  const { text: during } = await metrics.exposition();
  expect(Number(queue.exec(during)?.[1])).toBeGreaterThan(10);
  const outcomes = await Promise.allSettled(wishes);
  const refused = outcomes.filter((outcome) => outcome.status === 'rejected');
  expect(refused.length).toBeGreaterThan(0);
  for (const { reason } of refused) expect(reason).toMatchObject({ code: 'overloaded' });
  expect((await rejections()) - before).toBe(refused.length + 1);
  // Hashes that nobody waits for any more come to their end first.
  await vi.waitFor(async () => {
    const { text } = await metrics.exposition();
    expect(queue.exec(text)?.[1]).toBe('0');
  }, 30_000);
  expect(() => hasher.assertRoom()).not.toThrow();
});

it('lets nobody who queued wait for a hash that does not end, but for an imported one', async () => {
  const dear = loadConfig({ GATEHOUSE_ARGON2_MEMORY_KIB: '262144' });
  const hasty = new Argon2PasswordHasher(dear, unread(), 1, hours(1), 10);
  const imported = bcrypt.hashSync('a password', 10);
  const first = hasty.hash('a password');
  const foreign = hasty.verify(imported, 'a password');
  await expect(hasty.hash('another password')).rejects.toMatchObject({ code: 'overloaded' });
  expect(await foreign).toBe(true);
  // A thread was free for it: however slow the machine, nobody held it up.
  expect(await first).toMatch(/^\$argon2id\$/);
  await hasty.close();
});

it('ends no thread while it loads, for Node crashes then', async () => {
  const brief = new Argon2PasswordHasher(config, unread(), 1);
  brief.begin();
  await brief.close();
});

it('attack 8: a failure takes as long as the dearest imported hash, and a success does not', async () => {
  const hasher = new Argon2PasswordHasher(config, unread(), 1, hours(1), hours(1));
  const own = await hasher.hash('own');
  const quickest = async (hash: string | null, password: string) => {
    const durations: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      const started = performance.now();
      await hasher.verify(hash, password);
      durations.push(performance.now() - started);
    }
    return Math.min(...durations);
  };
  const before = await quickest(null, 'wrong');
  const imported = '$2b$10$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS';
  // Nobody is held up for more than a second, however slow this machine is.
  const dear = Math.min(1000, await quickest(imported, 'wrong'));
  expect(before).toBeLessThan(dear / 2);
  expect(await quickest(null, 'wrong')).toBeGreaterThan(dear * 0.7);
  expect(await quickest(own, 'wrong')).toBeGreaterThan(dear * 0.7);
  expect(await quickest(own, 'own')).toBeLessThan(dear / 2);
  await hasher.close();
});

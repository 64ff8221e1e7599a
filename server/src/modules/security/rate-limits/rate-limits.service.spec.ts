import { beforeEach, describe, expect, it } from 'vitest';
import { TestClock } from '../../../../test/harness/events.js';
import { minutes, seconds } from '../../../kernel/clock.js';
import { loadConfig } from '../../../platform/config/config.js';
import { NoExchange } from './bucket.js';
import { RateLimitsService } from './rate-limits.service.js';

const address = '192.0.2.1';

describe('RateLimitsService', () => {
  let clock: TestClock;
  let limits: RateLimitsService;

  const start = (settings: Record<string, string> = {}) => {
    clock = new TestClock();
    const config = loadConfig({ NODE_ENV: 'test', ...settings });
    limits = new RateLimitsService(config, clock, new NoExchange());
  };
  beforeEach(() => start());

  const login = (key = address) => limits.check('login', 'address', key);
  const passed = (count: number, work = login) =>
    Array.from({ length: count }, () => work()).filter(({ allowed }) => allowed).length;

  it('lets the limit and its burst pass at once, then refuses', () => {
    expect(passed(20)).toBe(8);
    expect(login()).toMatchObject({ allowed: false, remaining: 0, limit: 8 });
  });

  it('says when the next call can pass, and keeps its word', () => {
    passed(20);
    const { retryAfter } = login();
    clock.ahead += seconds(retryAfter) + 1;
    expect(login().allowed).toBe(true);
  });

  it('attack 28: steady traffic does not extend a refusal for ever', () => {
    passed(20);
    let allowed = 0;
    for (let second = 0; second < 600; second += 1) {
      clock.ahead += seconds(1);
      if (login().allowed) allowed += 1;
    }
    expect(allowed).toBeGreaterThanOrEqual(49);
    expect(allowed).toBeLessThanOrEqual(51);
  });

  it('counts addresses apart, and an address apart from a user of the same name', () => {
    passed(20);
    expect(login('192.0.2.2').allowed).toBe(true);
    expect(limits.check('login', 'user', address).allowed).toBe(true);
    expect(limits.check('api', 'address', address).allowed).toBe(true);
  });

  it('counts only the failures of second factors', () => {
    const check = () => limits.check('two_factor', 'address', address);
    expect(passed(50, check)).toBe(50);
    limits.penalize('two_factor', 'address', address);
    limits.penalize('two_factor', 'address', address);
    expect(check().allowed).toBe(false);
    clock.ahead += minutes(1) + 1;
    expect(check().allowed).toBe(true);
  });

  it('never holds more than the burst, however long nobody came', () => {
    login();
    clock.ahead += minutes(600);
    expect(passed(100)).toBe(8);
  });

  it('forgets callers only when their buckets are full again', () => {
    passed(20);
    for (let caller = 0; caller < 200; caller += 1) {
      clock.ahead += seconds(1);
      login(`198.51.100.${caller}`);
    }
    passed(20);
    expect(login().allowed).toBe(false);
    clock.ahead += minutes(10);
    expect(passed(20)).toBe(8);
  });

  it('survives a clock that is set back', () => {
    passed(20);
    clock.ahead -= minutes(10);
    expect(login().allowed).toBe(false);
    clock.ahead += minutes(11);
    expect(login().allowed).toBe(true);
  });

  it('refuses nobody where limits are off (negative control)', () => {
    start({ GATEHOUSE_RATE_LIMITS: 'false' });
    expect(passed(100)).toBe(100);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  failed,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../../../test/harness/security.js';
import { minutes, seconds } from '../../../../../kernel/clock.js';
import { MonitorListener } from '../../../monitor/monitor.listener.js';
import { MeasuresRepository } from '../../measures.repository.js';
import { GatheredLooksService } from './gathered-looks.service.js';
import { PasswordSpraying } from './password-spraying.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

const look = () => security.get(GatheredLooksService).look();
const sprayed = (from: number, until: number) =>
  times(until - from, (index) =>
    failed(security, `198.51.100.${from + index}`, `person${from + index}`),
  );

describe('password spraying', () => {
  it('is many accounts, few tries each, from many addresses', async () => {
    await security.handle(...sprayed(0, 49));
    await look();
    expect(await security.detected()).toEqual([]);
    await security.handle(...sprayed(49, 50));
    await look();
    expect(await security.alerts()).toMatchObject([
      { detection: 'password_spraying', subjectType: 'installation', subject: null },
    ]);
  });

  it('a burst after one failure, and then silence, is seen', async () => {
    await security.handle(...sprayed(0, 1));
    await look();
    security.clock.ahead = seconds(1);
    await security.handle(...sprayed(1, 31));
    await security.handle(...sprayed(31, 61));
    await look();
    expect(await security.detected()).toEqual(['password_spraying']);
    expect(await security.alerts()).toMatchObject([{ occurrences: 61 }]);
  });

  it('is seen where its attempts were not committed when they were looked for', async () => {
    const listener = security.get(MonitorListener);
    await security.database.transaction(async (tx) => {
      await listener.handle(tx, sprayed(0, 60));
      await look();
      expect(await security.detected()).toEqual([]);
    });
    await look();
    expect(await security.detected()).toEqual(['password_spraying']);
  });

  it('is looked for again where a look failed', async () => {
    const count = vi
      .spyOn(security.get(MeasuresRepository), 'countSprayed')
      .mockRejectedValueOnce(new Error('the database is away'));
    await security.handle(...sprayed(0, 60));
    await look();
    expect(await security.detected()).toEqual([]);
    await look();
    expect(await security.detected()).toEqual(['password_spraying']);
    await look();
    expect(await security.alerts()).toMatchObject([{ occurrences: 60 }]);
    // Nothing waits for a look any more, so that none is made.
    count.mockClear();
    await look();
    expect(count).not.toHaveBeenCalled();
  });

  it('is seen by whoever starts next where a process died before it looked, and told of once', async () => {
    await security.handle(...sprayed(0, 60));
    const [rule, looks] = [security.get(PasswordSpraying), security.get(GatheredLooksService)];
    rule.gathered = null;
    await looks.beforeApplicationShutdown();
    expect(await security.detected()).toEqual([]);
    for (let starts = 0; starts < 2; starts += 1) {
      security.clock.ahead += minutes(5);
      looks.onApplicationBootstrap();
      await looks.beforeApplicationShutdown();
    }
    expect(await security.alerts()).toMatchObject([
      { detection: 'password_spraying', occurrences: 60 },
    ]);
    const [alert] = await security.alerts();
    expect(new Date(alert?.lastAt ?? '').getTime()).toBeLessThan(
      security.clock.time() - minutes(9),
    );
  });

  it('is looked for at a stop, too', async () => {
    await security.handle(...sprayed(0, 60));
    await security.get(GatheredLooksService).beforeApplicationShutdown();
    expect(await security.detected()).toEqual(['password_spraying']);
  });
});

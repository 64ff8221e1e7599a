import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startSecurity, type TestSecurity, times } from '../../../../test/harness/security.js';
import { minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { loadConfig } from '../../../platform/config/config.js';
import { DetectionsService } from './detections.service.js';
import { say } from './rule.js';
import { HighMemory } from './rules/high-memory.service.js';
import { WatchService } from './watch.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

describe('memory', () => {
  const use = (percent: number) =>
    vi.spyOn(security.get(HighMemory), 'read').mockReturnValue({
      count: percent,
      summary: say('machine_memory', { used: '1 MiB', limit: '2 MiB', count: percent }),
    });
  const look = () => security.get(WatchService).look();
  const raised = async () =>
    (await security.told('alert.raised')).map(
      ({ data }) => /\d+ %$/.exec(String(data.summary))?.[0],
    );

  it('raises one alert an episode, and another when it comes back', async () => {
    use(84);
    await look();
    expect(await security.alerts()).toEqual([]);
    use(91);
    for (const ahead of [0, 5, 14, 28]) {
      security.clock.ahead = minutes(ahead);
      await look();
    }
    expect(await security.alerts()).toMatchObject([
      { detection: 'high_memory', subject: null, severity: 'high', occurrences: 4 },
    ]);
    // Less for a moment is no end of it.
    use(60);
    security.clock.ahead = minutes(30);
    await look();
    use(95);
    security.clock.ahead = minutes(35);
    await Promise.all([look(), look()]);
    expect(await raised()).toEqual(['91 %']);
    security.clock.ahead = minutes(60);
    await look();
    expect(await raised()).toEqual(['91 %', '95 %']);
  });

  it('raises one alert for all instances that see it at once', async () => {
    use(91);
    await Promise.all(times(6, look));
    expect(await raised()).toEqual(['91 %']);
  });

  it('is looked at as staff set it', async () => {
    use(91);
    const settings = {
      threshold: 95,
      windowMinutes: 15,
      action: 'alert',
      severity: 'low',
    } as const;
    const detections = security.get(DetectionsService);
    await detections.update('high_memory', { ...settings, enabled: true }, newId());
    await look();
    use(99);
    await detections.update('high_memory', { ...settings, enabled: false }, newId());
    await look();
    expect(await security.alerts()).toEqual([]);
  });

  it('is that of this process and of the machine, whichever is nearer to its end', () => {
    const little = loadConfig({ GATEHOUSE_MEMORY_LIMIT_MB: '20' });
    expect(new HighMemory(little).read().count).toBeGreaterThan(100);
    expect(new HighMemory(little).read().summary.text).toMatch(
      /^A process of Gatehouse uses \d+ MiB/,
    );
    const much = loadConfig({ GATEHOUSE_MEMORY_LIMIT_MB: '100000000' });
    expect(new HighMemory(much).read().summary.text).toMatch(
      /^The machine uses \d+ MiB of \d+ MiB/,
    );
  });
});

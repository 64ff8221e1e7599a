import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failed,
  placeAt,
  signedIn,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { hours, minutes, seconds } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { DryRunsService } from './dry-runs.service.js';
import { AllowedNetworksService } from '../ip-blocks/allowed-networks.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

describe('a dry run', () => {
  it('says whom thresholds would have found, and who of them signed in later', async () => {
    const day = hours(24);
    const from = (address: string, count: number, ahead: number) =>
      times(count, (index) =>
        failed(security, address, `p${index}`, { ahead: ahead + index * 10 }),
      );
    const slow = times(8, (index) =>
      failed(security, '192.0.2.3', `p${index}`, { ahead: -day * 3 + index * minutes(30) }),
    );
    await security.handle(
      ...from('192.0.2.1', 8, -day * 9),
      ...from('192.0.2.2', 6, -day * 5),
      ...slow,
      signedIn(security, '192.0.2.2', newId(), { ahead: -day * 5 + hours(1) }),
      signedIn(security, '192.0.2.1', newId(), { ahead: -day * 2 }),
    );
    const dryRuns = security.get(DryRunsService);
    const run = (threshold: number) =>
      dryRuns.run('password_guessing', { threshold, windowMinutes: 15 });
    expect(await run(5)).toMatchObject({ found: 2, laterSignedIn: 1, attempts: 24 });
    expect(await run(7)).toMatchObject({ found: 1, laterSignedIn: 0 });
    expect(await run(9)).toMatchObject({ found: 0, laterSignedIn: 0 });
    const wide = { threshold: 8, windowMinutes: 1440 };
    expect(await dryRuns.run('credential_stuffing', wide)).toMatchObject({ found: 2 });
    expect(await security.told('ip_block.created')).toEqual([]);
    await expect(dryRuns.run('high_memory', wide)).rejects.toMatchObject({ code: 'conflict' });
    // What no detection looks at, none would have found.
    const allowed = { network: '192.0.2.0/31', reason: 'The office' };
    await security.get(AllowedNetworksService).allow(allowed, newId());
    expect(await run(5)).toMatchObject({ found: 1, laterSignedIn: 1 });
    expect(await dryRuns.run('credential_stuffing', wide)).toMatchObject({ found: 1 });
  });

  it('says which accounts spraying would have found, however its windows fall', async () => {
    const day = hours(24);
    const [ada, grace, alan] = [newId(), newId(), newId()];
    const spray = (ahead: number, between: number, userIds: readonly string[]) =>
      times(12, (index) =>
        failed(security, `198.51.100.${index}`, userIds[index] ?? `p${ahead}-${index}`, {
          userId: userIds[index] ?? null,
          ahead: ahead + index * between,
        }),
      );
    await security.handle(
      ...spray(-day * 9, seconds(40), [ada, grace]),
      ...spray(-day * 5 + minutes(7), seconds(40), [alan]),
      // As many, but over a day.
      ...spray(-day * 3, hours(2), []),
      signedIn(security, '192.0.2.1', ada, { ahead: -day * 9 + hours(3) }),
      signedIn(security, '192.0.2.1', grace, { ahead: -day * 9 + hours(30) }),
      signedIn(security, '192.0.2.1', alan, { ahead: -day * 5 + minutes(7) + 1 }),
    );
    const run = (threshold: number) =>
      security.get(DryRunsService).run('password_spraying', { threshold, windowMinutes: 30 });
    // Alan got in while it went on: he mistyped, and eleven are left of that time.
    expect(await run(11)).toMatchObject({ found: 23, laterSignedIn: 1 });
    expect(await run(12)).toMatchObject({ found: 12, laterSignedIn: 1 });
    expect(await run(13)).toMatchObject({ found: 0, laterSignedIn: 0 });
  });

  it('says who would have travelled too fast', async () => {
    security.places.known.set('192.0.2.1', placeAt(52.5, 13.4));
    security.places.known.set('192.0.2.2', placeAt(52.4, 13.06));
    security.places.known.set('192.0.2.3', placeAt(-33.9, 151.2));
    const day = hours(24);
    const [berlin, potsdam, sydney] = ['192.0.2.1', '192.0.2.2', '192.0.2.3'];
    const travel = (userId: string, to: string, ahead: number, hoursLater: number) => [
      signedIn(security, berlin, userId, { ahead }),
      signedIn(security, to, userId, { ahead: ahead + hours(hoursLater) }),
    ];
    const [hasty, slow, near] = [newId(), newId(), newId()];
    await security.handle(
      ...travel(hasty, sydney, -day * 9, 1),
      ...travel(hasty, sydney, -day * 4, 1),
      ...travel(slow, sydney, -day * 9, 23),
      ...travel(near, potsdam, -day * 9, 1),
      ...travel(newId(), sydney, -day * 2, 2),
      signedIn(security, sydney, hasty, { ahead: -day * 9 + hours(5) }),
    );
    const run = (threshold: number, windowMinutes = 1440) =>
      security.get(DryRunsService).run('impossible_travel', { threshold, windowMinutes });
    expect(await run(1000)).toMatchObject({ found: 2, laterSignedIn: 1 });
    expect(await run(600)).toMatchObject({ found: 3, laterSignedIn: 1 });
    expect(await run(1000, 61)).toMatchObject({ found: 1, laterSignedIn: 1 });
    expect(await run(20_000)).toMatchObject({ found: 0 });
  });
});

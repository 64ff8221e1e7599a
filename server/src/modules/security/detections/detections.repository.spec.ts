import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { events } from '@gatehouse/contracts/events';
import {
  failed,
  placeAt,
  signedIn,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { hours, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { DetectionsService } from './detections.service.js';
import { DryRunsService } from './dry-runs.service.js';
import { GatheredLooksService } from './rules/spraying/gathered-looks.service.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

/** A look as it is made every few seconds. */
const look = () => security.get(GatheredLooksService).look();

describe('detections', () => {
  it('credential stuffing: ten accounts from one address, and not nine', async () => {
    const nine = times(9, (index) => failed(security, '198.51.100.7', `person${index}`));
    await security.handle(...nine, failed(security, '198.51.100.7', 'person0'));
    expect(await security.detected()).toEqual([]);
    await security.handle(failed(security, '198.51.100.7', 'person9'));
    expect(await security.detected()).toEqual(['credential_stuffing']);
    expect(await security.told('ip_block.created')).toMatchObject([
      { data: { network: '198.51.100.7/32', automatic: true }, clientaddress: '198.51.100.7' },
    ]);
  });

  it('mass failure of codes: of many accounts from many addresses, and not of those who get in', async () => {
    const refused = (index: number, userId = newId()) =>
      security.event(
        events.twoFactorFailed,
        { userId, method: 'totp' },
        { address: `198.51.100.${index}` },
      );
    const [mistyped, other] = [newId(), newId()];
    await security.handle(
      ...times(19, (index) => refused(index)),
      refused(100, mistyped),
      signedIn(security, '198.51.100.100', mistyped),
    );
    await look();
    expect(await security.detected()).toEqual([]);
    await security.handle(refused(101, other));
    await look();
    expect(await security.detected()).toEqual(['code_spraying']);
    const run = (threshold: number) =>
      security.get(DryRunsService).run('code_spraying', { threshold, windowMinutes: 30 });
    expect(await run(20)).toMatchObject({ found: 20, laterSignedIn: 0 });
    expect(await run(21)).toMatchObject({ found: 0 });
  });

  it('does not count what is longer ago than the window', async () => {
    const early = times(9, (index) =>
      failed(security, '198.51.100.7', `person${index}`, { ahead: -minutes(16) }),
    );
    await security.handle(...early, failed(security, '198.51.100.7', 'person9'));
    expect(await security.detected()).toEqual([]);
  });

  it('makes no block that would be over by now, as where events come hours late', async () => {
    const late = times(10, (index) =>
      failed(security, '198.51.100.7', `person${index}`, { ahead: -hours(3) }),
    );
    await security.handle(...late);
    expect(await security.detected()).toEqual(['credential_stuffing']);
    expect(await security.told('ip_block.created')).toEqual([]);
  });

  it('is no spraying where people mistype and then get in', async () => {
    const people = times(60, () => newId());
    await security.handle(
      ...people.flatMap((userId, index) => [
        failed(security, `198.51.100.${index}`, userId, { userId, ahead: -10 }),
        signedIn(security, `198.51.100.${index}`, userId),
      ]),
    );
    await look();
    expect(await security.detected()).toEqual([]);
  });

  it('failing codes: eight second factors of one account', async () => {
    const userId = newId();
    const code = () =>
      security.event(events.twoFactorFailed, { userId, method: 'totp' }, { address: '192.0.2.1' });
    await security.handle(...times(7, code));
    expect(await security.detected()).toEqual([]);
    await security.handle(code());
    expect((await security.alerts())[0]).toMatchObject({
      detection: 'code_guessing',
      subject: userId,
    });
  });

  it('stolen refresh token: the first that comes back', async () => {
    const userId = newId();
    const reused = { userId, sessionId: newId() };
    await security.handle(
      security.event(events.refreshTokenReused, reused, { address: '192.0.2.1' }),
    );
    expect((await security.alerts())[0]).toMatchObject({
      detection: 'refresh_token_theft',
      severity: 'critical',
    });
  });

  it('new devices: three in an hour, marked among the attempts', async () => {
    const userId = newId();
    for (let device = 0; device < 3; device += 1) {
      expect(await security.detected()).toEqual([]);
      const sessionId = newId();
      await security.handle(signedIn(security, '192.0.2.1', userId, { sessionId }));
      await security.handle(security.event(events.newDeviceUsed, { userId, sessionId }));
    }
    expect(await security.detected()).toEqual(['new_devices']);
  });

  it('misuse of API keys: twenty refused calls, told of together', async () => {
    const refused = { apiKeyId: null, reason: 'unknown_key' as const, count: 19 };
    const from = { address: '198.51.100.7' };
    await security.handle(security.event(events.apiKeyRefused, refused, from));
    expect(await security.detected()).toEqual([]);
    await security.handle(security.event(events.apiKeyRefused, { ...refused, count: 1 }, from));
    expect(await security.detected()).toEqual(['api_key_misuse']);
    expect(await security.told('ip_block.created')).toEqual([]);
  });

  it('impossible travel: Berlin and Sydney within an hour, and not Berlin and Potsdam', async () => {
    security.places.known.set('192.0.2.1', placeAt(52.5, 13.4));
    security.places.known.set('192.0.2.2', placeAt(52.4, 13.06));
    security.places.known.set('192.0.2.3', placeAt(-33.9, 151.2));
    const userId = newId();
    await security.handle(signedIn(security, '192.0.2.1', userId, { ahead: -minutes(60) }));
    await security.handle(signedIn(security, '192.0.2.2', userId, { ahead: -minutes(59) }));
    expect(await security.detected()).toEqual([]);
    await security.handle(signedIn(security, '192.0.2.3', userId));
    const [alert] = await security.alerts();
    expect(alert).toMatchObject({ detection: 'impossible_travel', subject: userId });
    expect(alert?.summary).toMatch(/16\d{3} km\/h/);
  });

  it('do nothing while they are off, and only alert where that is set', async () => {
    const detections = security.get(DetectionsService);
    const settings = {
      enabled: true,
      threshold: 3,
      windowMinutes: 5,
      action: 'alert',
      severity: 'low',
    } as const;
    const by = newId();
    await detections.update('credential_stuffing', { ...settings, enabled: false }, by);
    await detections.update('password_guessing', settings, by);
    await security.handle(...times(12, (index) => failed(security, '198.51.100.7', `p${index}`)));
    expect(await security.detected()).toEqual(['password_guessing']);
    expect(await security.told('ip_block.created')).toEqual([]);
  });

  it('are changed by one of two who edit at once', async () => {
    const detections = security.get(DetectionsService);
    const [first] = await detections.list();
    const settings = {
      enabled: true,
      threshold: 3,
      windowMinutes: 5,
      action: 'alert',
      severity: 'low',
    } as const;
    const seen = new Date(first?.updatedAt ?? '');
    const edits = times(4, () => detections.update('password_guessing', settings, newId(), seen));
    const outcomes = await Promise.allSettled(edits);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const saved = (await detections.list())[0];
    const since = new Date(saved?.updatedAt ?? '');
    security.clock.ahead = 5;
    await detections.update('password_guessing', settings, newId(), since);
    await expect(
      detections.update('password_guessing', settings, newId(), since),
    ).rejects.toThrow();
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { erasedWordsPlace, events } from '@gatehouse/contracts/events';
import {
  failed,
  signedIn,
  startSecurity,
  type TestSecurity,
} from '../../../../test/harness/security.js';
import { hours, minutes, seconds } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { loadConfig } from '../../../platform/config/config.js';
import { AlertsService } from '../alerts/alerts.service.js';
import { DetectionsService } from '../detections/detections.service.js';
import { DryRunsService } from '../detections/dry-runs.service.js';
import { HighMemory } from '../detections/rules/high-memory.service.js';
import { WatchService } from '../detections/watch.service.js';
import { AllowedNetworksService } from '../ip-blocks/allowed-networks.service.js';
import { LoginAttemptsJob } from '../login-attempts/login-attempts.job.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const alerts = async () => (await security.get(AlertsService).list(undefined, 50)).data;
const keys = async () => (await alerts()).map(({ detection }) => detection);
const at = (latitude: number, longitude: number) => ({
  coordinates: { latitude, longitude },
  country: null,
  city: null,
});
const told = async (type: string) => (await security.told()).filter((event) => event.type === type);

describe('recording', () => {
  it('writes an attempt down with what is known, and counts it', async () => {
    const userId = newId();
    const address = '2001:db8:1:2:3:4:5:6';
    const sessionId = newId();
    await security.handle(
      signedIn(security, address, userId, { sessionId }),
      security.event(
        events.twoFactorFailed,
        { userId, method: 'totp' },
        { address, agent: 'Firefox' },
      ),
    );
    const { rows } = await security.pool.query('SELECT * FROM security.login_attempts');
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ kind: 'sign_in', succeeded: true, session_id: sessionId }),
        expect.objectContaining({
          kind: 'second_factor',
          failure: 'wrong_code',
          network: '2001:db8:1:2::/64',
          user_agent: 'Firefox',
        }),
      ]),
    );
    const sums = await security.pool.query(
      'SELECT succeeded, failed FROM security.attempt_sums WHERE width = 60',
    );
    expect(sums.rows).toEqual([{ succeeded: 1, failed: 1 }]);
  });

  it('makes the day of an event that comes late, and leaves out what is past its time', async () => {
    const late = failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 20) });
    const past = failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 31) });
    await security.handle(late, past);
    const { rows } = await security.pool.query('SELECT id FROM security.login_attempts');
    expect(rows).toEqual([{ id: late.id }]);
  });

  it('drops days past their time with their partition, and keeps the others', async () => {
    await security.handle(
      failed(security, '192.0.2.1', 'ada', { ahead: -hours(24 * 29) }),
      failed(security, '192.0.2.1', 'ada'),
    );
    security.clock.ahead = hours(24 * 2);
    await security.get(LoginAttemptsJob).turn();
    const { rows } = await security.pool.query('SELECT identifier FROM security.login_attempts');
    expect(rows).toHaveLength(1);
    const left = await security.pool.query(
      `SELECT count(*)::int AS days FROM pg_inherits WHERE inhparent = 'security.login_attempts'::regclass`,
    );
    expect(left.rows[0]).toEqual({ days: 7 });
  });

  it('counts right when two instances record at once', async () => {
    const batches = times(8, (batch) =>
      times(5, (index) => failed(security, '198.51.100.7', `person${batch}-${index % 2}`)),
    );
    await Promise.all(batches.map((batch) => security.handle(...batch)));
    expect(await told('ip_block.created')).toHaveLength(1);
    const sums = await security.pool.query(
      'SELECT sum(failed)::int AS failed FROM security.attempt_sums WHERE width = 60',
    );
    expect(sums.rows).toEqual([{ failed: 40 }]);
  });
});

describe('detections', () => {
  it('credential stuffing: ten accounts from one address, and not nine', async () => {
    const nine = times(9, (index) => failed(security, '198.51.100.7', `person${index}`));
    await security.handle(...nine, failed(security, '198.51.100.7', 'person0'));
    expect(await keys()).toEqual([]);
    await security.handle(failed(security, '198.51.100.7', 'person9'));
    expect(await keys()).toEqual(['credential_stuffing']);
    expect(await told('ip_block.created')).toMatchObject([
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
    expect(await keys()).toEqual([]);
    security.clock.ahead += seconds(11);
    await security.handle(refused(101, other));
    expect(await keys()).toEqual(['code_spraying']);
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
    expect(await keys()).toEqual([]);
  });

  it('makes no block that would be over by now, as where events come hours late', async () => {
    const late = times(10, (index) =>
      failed(security, '198.51.100.7', `person${index}`, { ahead: -hours(3) }),
    );
    await security.handle(...late);
    expect(await keys()).toEqual(['credential_stuffing']);
    expect(await told('ip_block.created')).toEqual([]);
  });

  it('password spraying: many accounts, few tries each, from many addresses', async () => {
    const sprayed = times(50, (index) => failed(security, `198.51.100.${index}`, `person${index}`));
    await security.handle(...sprayed.slice(0, 49));
    expect(await keys()).toEqual([]);
    security.clock.ahead = seconds(11);
    await security.handle(failed(security, '198.51.100.99', 'person49'));
    expect(await keys()).toEqual(['password_spraying']);
    expect((await alerts())[0]).toMatchObject({ subjectType: 'installation', subject: null });
  });

  it('is no spraying where people mistype and then get in', async () => {
    const people = times(60, () => newId());
    await security.handle(
      ...people.flatMap((userId, index) => [
        failed(security, `198.51.100.${index}`, userId, { userId, ahead: -10 }),
        signedIn(security, `198.51.100.${index}`, userId),
      ]),
    );
    expect(await keys()).toEqual([]);
  });

  it('failing codes: eight second factors of one account', async () => {
    const userId = newId();
    const code = () =>
      security.event(events.twoFactorFailed, { userId, method: 'totp' }, { address: '192.0.2.1' });
    await security.handle(...times(7, code));
    expect(await keys()).toEqual([]);
    await security.handle(code());
    expect((await alerts())[0]).toMatchObject({ detection: 'code_guessing', subject: userId });
  });

  it('stolen refresh token: the first that comes back', async () => {
    const userId = newId();
    const reused = { userId, sessionId: newId() };
    await security.handle(
      security.event(events.refreshTokenReused, reused, { address: '192.0.2.1' }),
    );
    expect((await alerts())[0]).toMatchObject({
      detection: 'refresh_token_theft',
      severity: 'critical',
    });
  });

  it('new devices: three in an hour, marked among the attempts', async () => {
    const userId = newId();
    for (let device = 0; device < 3; device += 1) {
      expect(await keys()).toEqual([]);
      const sessionId = newId();
      await security.handle(signedIn(security, '192.0.2.1', userId, { sessionId }));
      await security.handle(security.event(events.newDeviceUsed, { userId, sessionId }));
    }
    expect(await keys()).toEqual(['new_devices']);
  });

  it('misuse of API keys: twenty refused calls, told of together', async () => {
    const refused = { apiKeyId: null, reason: 'unknown_key' as const, count: 19 };
    const from = { address: '198.51.100.7' };
    await security.handle(security.event(events.apiKeyRefused, refused, from));
    expect(await keys()).toEqual([]);
    await security.handle(security.event(events.apiKeyRefused, { ...refused, count: 1 }, from));
    expect(await keys()).toEqual(['api_key_misuse']);
    expect(await told('ip_block.created')).toEqual([]);
  });

  it('impossible travel: Berlin and Sydney within an hour, and not Berlin and Potsdam', async () => {
    security.places.known.set('192.0.2.1', at(52.5, 13.4));
    security.places.known.set('192.0.2.2', at(52.4, 13.06));
    security.places.known.set('192.0.2.3', at(-33.9, 151.2));
    const userId = newId();
    await security.handle(signedIn(security, '192.0.2.1', userId, { ahead: -minutes(60) }));
    await security.handle(signedIn(security, '192.0.2.2', userId, { ahead: -minutes(59) }));
    expect(await keys()).toEqual([]);
    await security.handle(signedIn(security, '192.0.2.3', userId));
    const [alert] = await alerts();
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
    expect(await keys()).toEqual(['password_guessing']);
    expect(await told('ip_block.created')).toEqual([]);
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

describe('alerts', () => {
  const attack = (ahead = 0) =>
    security.handle(...times(10, (index) => failed(security, '192.0.2.7', `p${index}`, { ahead })));

  it('are raised once while it goes on, and counted', async () => {
    await attack();
    await attack(10);
    const stuffing = (await alerts()).filter(
      ({ detection }) => detection === 'credential_stuffing',
    );
    expect(stuffing).toMatchObject([{ state: 'open', occurrences: 20 }]);
    const raised = (await told('alert.raised')).map(({ data }) => data.detection);
    expect(raised).toEqual(['credential_stuffing', 'password_guessing']);
  });

  it('are raised again when nothing was seen for a window', async () => {
    await attack();
    security.clock.ahead = hours(2);
    await attack();
    const raised = await told('alert.raised');
    expect(raised.length).toBeGreaterThanOrEqual(2);
    expect(raised.every((event) => event.organizationid === undefined)).toBe(true);
  });

  it('are silent while they are muted, and open again after', async () => {
    await attack();
    const service = security.get(AlertsService);
    const stuffing = async () =>
      (await alerts()).filter(({ detection }) => detection === 'credential_stuffing');
    const id = (await stuffing())[0]?.id ?? '';
    await service.mute(id, newId(), 24 * 60);
    security.clock.ahead = hours(5);
    await attack();
    expect(await stuffing()).toMatchObject([{ state: 'muted', occurrences: 20 }]);
    security.clock.ahead = hours(25);
    expect(await stuffing()).toMatchObject([{ state: 'open', mutedUntil: null }]);
  });

  it('are acknowledged by one of those who press at once, and stay resolved', async () => {
    await attack();
    const service = security.get(AlertsService);
    const id = (await alerts())[0]?.id ?? '';
    const presses = times(5, () => service.acknowledge(id, newId()));
    const outcomes = await Promise.allSettled(presses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await service.resolve(id, newId());
    await attack(20);
    expect((await alerts()).find((alert) => alert.id === id)?.state).toBe('resolved');
    await expect(service.mute(id, newId(), 5)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('the audit trail', () => {
  it('raises an alert when it is not whole, and none when it is', async () => {
    const verified = (valid: boolean) =>
      security.event(events.auditVerified, {
        verificationId: newId(),
        valid,
        sequence: valid ? null : 42,
      });
    await security.handle(verified(true));
    expect(await keys()).toEqual([]);
    await security.handle(verified(false));
    expect(await alerts()).toMatchObject([
      {
        detection: 'audit_tampering',
        severity: 'critical',
        summary: 'The audit trail is not as it was written, from entry 42 on',
      },
    ]);
  });
});

describe('an alert', () => {
  const raise = async () => {
    await security.handle(...times(20, () => failed(security, '198.51.100.7', 'ada')));
    const [alert] = await alerts();
    return alert?.id ?? '';
  };

  it('is given to staff who may see it, and to nobody else', async () => {
    const [by, colleague] = [newId(), newId()];
    const id = await raise();
    const service = security.get(AlertsService);
    await expect(service.assign(id, by, colleague)).rejects.toMatchObject({ code: 'not_found' });
    security.staff.add(colleague);
    expect(await service.assign(id, by, colleague)).toMatchObject({ assigneeId: colleague });
    await service.assign(id, by, colleague);
    expect(await told('alert.assigned')).toMatchObject([{ data: { assigneeId: colleague } }]);
  });

  it('is what it was before when its mute ends', async () => {
    const id = await raise();
    const service = security.get(AlertsService);
    await service.acknowledge(id, newId());
    await service.mute(id, newId(), 60);
    const listed = async (state: 'open' | 'acknowledged' | 'muted') =>
      (await service.list(state, 10)).data.length;
    expect(await listed('muted')).toBe(1);
    expect(await listed('acknowledged')).toBe(0);
    await service.mute(id, newId(), 120);
    security.clock.ahead += minutes(121);
    expect(await alerts()).toMatchObject([{ state: 'acknowledged', mutedUntil: null }]);
    expect(await listed('acknowledged')).toBe(1);
    expect(await listed('open')).toBe(0);
    expect(await listed('muted')).toBe(0);
  });
});

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
    expect(await told('ip_block.created')).toEqual([]);
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
    security.places.known.set('192.0.2.1', at(52.5, 13.4));
    security.places.known.set('192.0.2.2', at(52.4, 13.06));
    security.places.known.set('192.0.2.3', at(-33.9, 151.2));
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

describe('memory', () => {
  const use = (percent: number) =>
    vi
      .spyOn(security.get(HighMemory), 'read')
      .mockReturnValue({ count: percent, summary: `${percent} %` });
  const look = () => security.get(WatchService).look();
  const raised = async () => (await told('alert.raised')).map(({ data }) => data.summary);

  it('raises one alert an episode, and another when it comes back', async () => {
    use(84);
    await look();
    expect(await alerts()).toEqual([]);
    use(91);
    for (const ahead of [0, 5, 14, 28]) {
      security.clock.ahead = minutes(ahead);
      await look();
    }
    expect(await alerts()).toMatchObject([
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
    expect(await alerts()).toEqual([]);
  });

  it('is that of this process and of the machine, whichever is nearer to its end', () => {
    const little = loadConfig({ GATEHOUSE_MEMORY_LIMIT_MB: '20' });
    expect(new HighMemory(little).read().count).toBeGreaterThan(100);
    expect(new HighMemory(little).read().summary).toMatch(/^A process of Gatehouse uses \d+ MiB/);
    const much = loadConfig({ GATEHOUSE_MEMORY_LIMIT_MB: '100000000' });
    expect(new HighMemory(much).read().summary).toMatch(/^The machine uses \d+ MiB of \d+ MiB/);
  });
});

describe('somebody who is erased', () => {
  it('is forgotten in attempts, sums and alerts; that something was tried stays', async () => {
    const userId = newId();
    const name = 'ada@example.com';
    await security.handle(
      failed(security, '192.0.2.1', name, { userId }),
      failed(security, '192.0.2.1', 'nobody.ada@example.com.test'),
      failed(security, '192.0.2.1', 'grace@example.com'),
      ...times(8, () =>
        security.event(
          events.twoFactorFailed,
          { userId, method: 'totp' },
          { address: '192.0.2.1' },
        ),
      ),
    );
    const place = erasedWordsPlace(userId);
    const sealedWords = security.cipher
      .seal(JSON.stringify(['Ada@Example.com']), place)
      .toString('base64');
    await security.handle(security.event(events.userErased, { userId, sealedWords }));
    const { rows } = await security.pool.query<{ found: string }>(`
      SELECT to_jsonb(a)::text AS found FROM security.login_attempts a
      UNION ALL SELECT to_jsonb(h)::text FROM security.attempt_hours h
      UNION ALL SELECT to_jsonb(a)::text FROM security.alerts a`);
    expect(rows.length).toBeGreaterThanOrEqual(12);
    const everything = rows.map(({ found }) => found).join('\n');
    expect(everything).not.toContain(userId);
    expect(everything).not.toContain('ada@example');
    expect(everything).toContain('grace@example.com');
  });
});

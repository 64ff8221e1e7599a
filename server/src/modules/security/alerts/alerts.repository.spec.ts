import { alertRoutes } from '@gatehouse/contracts/security/alerts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failed,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { days, hours, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { AlertViewsService } from './alert-views.service.js';
import { AlertsService } from './alerts.service.js';
import { alerts } from './alerts.table.js';
import { BulkResolvingService } from './bulk-resolving.service.js';
import { QuietAlertsJob } from './quiet-alerts.job.js';

let security: TestSecurity;
beforeEach(async () => {
  security = await startSecurity();
});
afterEach(() => security.stop());

describe('alerts', () => {
  const attack = (ahead = 0) =>
    security.handle(...times(10, (index) => failed(security, '192.0.2.7', `p${index}`, { ahead })));

  it('are raised once while it goes on, and counted', async () => {
    await attack();
    await attack(10);
    const stuffing = (await security.alerts()).filter(
      ({ detection }) => detection === 'credential_stuffing',
    );
    expect(stuffing).toMatchObject([{ state: 'open', occurrences: 20 }]);
    const raised = (await security.told('alert.raised')).map(({ data }) => data.detection);
    expect(raised).toEqual(['credential_stuffing', 'password_guessing']);
  });

  it('are raised again when nothing was seen for a window', async () => {
    await attack();
    security.clock.ahead = hours(2);
    await attack();
    const raised = await security.told('alert.raised');
    expect(raised.length).toBeGreaterThanOrEqual(2);
    expect(raised.every((event) => event.organizationid === undefined)).toBe(true);
  });

  it('are silent while they are muted, and open again after', async () => {
    await attack();
    const service = security.get(AlertsService);
    const stuffing = async () =>
      (await security.alerts()).filter(({ detection }) => detection === 'credential_stuffing');
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
    const id = (await security.alerts())[0]?.id ?? '';
    const presses = times(5, () => service.acknowledge(id, newId()));
    const outcomes = await Promise.allSettled(presses);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await service.resolve(id, newId(), 'Settled');
    await attack(20);
    expect((await security.alerts()).find((alert) => alert.id === id)?.state).toBe('resolved');
    await expect(service.mute(id, newId(), 5)).rejects.toMatchObject({ code: 'conflict' });
  });
});

describe('an alert', () => {
  const raise = async () => {
    await security.handle(...times(20, () => failed(security, '198.51.100.7', 'ada')));
    const [alert] = await security.alerts();
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
    expect(await security.told('alert.assigned')).toMatchObject([
      { data: { assigneeId: colleague } },
    ]);
  });

  it('is what it was before when its mute ends', async () => {
    const id = await raise();
    const service = security.get(AlertsService);
    await service.acknowledge(id, newId());
    await service.mute(id, newId(), 60);
    const listed = async (state: 'open' | 'acknowledged' | 'muted') =>
      (await security.alerts({ state })).length;
    expect(await listed('muted')).toBe(1);
    expect(await listed('acknowledged')).toBe(0);
    await service.mute(id, newId(), 120);
    security.clock.ahead += minutes(121);
    expect(await security.alerts()).toMatchObject([{ state: 'acknowledged', mutedUntil: null }]);
    expect(await listed('acknowledged')).toBe(1);
    expect(await listed('open')).toBe(0);
    expect(await listed('muted')).toBe(0);
  });

  it('muted while somebody takes it on is taken on when the mute ends', async () => {
    const id = await raise();
    const service = security.get(AlertsService);
    const holder = await security.pool.connect();
    const waiting = async () => {
      const { rows } = await security.pool.query<{ count: number }>(
        `SELECT count(*)::int AS count FROM pg_stat_activity
          WHERE wait_event_type = 'Lock' AND datname = current_database()`,
      );
      return rows[0]?.count;
    };
    await holder.query('BEGIN');
    await holder.query('SELECT FROM security.alerts FOR UPDATE');
    const taken = service.acknowledge(id, newId());
    await expect.poll(waiting).toBe(1);
    const muted = service.mute(id, newId(), 60);
    await expect.poll(waiting).toBe(2);
    await holder.query('COMMIT');
    holder.release();
    await Promise.all([taken, muted]);
    security.clock.ahead += minutes(61);
    expect(await security.alerts()).toMatchObject([{ state: 'acknowledged' }]);
  });

  it('is resolved and opened again for a reason, and keeps what was said of it', async () => {
    const [id, by] = [await raise(), newId()];
    const service = security.get(AlertsService);
    await service.note(id, by, 'Looks like the scanner');
    await expect(service.reopen(id, by, 'Too soon')).rejects.toMatchObject({ code: 'conflict' });
    await service.resolve(id, by, 'It was the scanner');
    await service.reopen(id, by, 'It was not');
    const { state, notes } = await security.get(AlertViewsService).get(id);
    expect(state).toBe('open');
    expect(notes.map(({ kind, text, authorId }) => [kind, text, authorId])).toEqual([
      ['note', 'Looks like the scanner', by],
      ['resolved', 'It was the scanner', by],
      ['reopened', 'It was not', by],
    ]);
    const reasons = (await security.told('alert.updated')).map(({ data }) => data.reason);
    expect(reasons).toEqual(['It was the scanner', 'It was not']);
    expect(await security.told('alert.noted')).toHaveLength(1);
  });
});

describe('the list of alerts', () => {
  const spread = (address: string, ahead: number) =>
    security.handle(...times(20, () => failed(security, address, 'ada', { ahead })));
  const subjects = async (query: object = {}) =>
    (await security.alerts(query)).map(({ subject }) => subject);

  it('begins with what was seen last, and goes on where a page ends', async () => {
    await spread('192.0.2.1', 0);
    await spread('192.0.2.2', 1000);
    await spread('192.0.2.1', 2000);
    expect(await subjects()).toEqual(['192.0.2.1/32', '192.0.2.2/32']);
    const views = security.get(AlertViewsService);
    const read = (query: object) => views.list(alertRoutes.list.query.parse(query));
    const first = await read({ limit: 1 });
    const rest = await read({ limit: 1, cursor: first.page.nextCursor });
    expect([...first.data, ...rest.data].map(({ subject }) => subject)).toEqual([
      '192.0.2.1/32',
      '192.0.2.2/32',
    ]);
    expect(rest.page.hasMore).toBe(false);
  });

  it('is of a severity, a detection, a subject, or with somebody', async () => {
    await spread('192.0.2.1', 0);
    await spread('192.0.2.2', 0);
    const [one] = await security.alerts({ subject: '192.0.2.1' });
    const colleague = newId();
    security.staff.add(colleague);
    await security.get(AlertsService).assign(one?.id ?? '', newId(), colleague);
    expect(await subjects({ subject: '192.0.2.1' })).toEqual(['192.0.2.1/32']);
    expect(await subjects({ assignee: colleague })).toEqual(['192.0.2.1/32']);
    expect(await subjects({ assignee: 'nobody' })).toEqual(['192.0.2.2/32']);
    expect(await subjects({ detection: 'password_guessing' })).toHaveLength(2);
    expect(await subjects({ detection: 'new_devices' })).toEqual([]);
    expect(await subjects({ severity: one?.severity })).toHaveLength(2);
    expect(await subjects({ severity: 'low' })).toEqual([]);
  });
});

describe('many alerts', () => {
  /** As a botnet leaves them: one for each address. */
  const raise = (count: number) =>
    security.database.connection.insert(alerts).values(
      Array.from({ length: count }, (_, index) => ({
        id: newId(),
        detection: 'password_guessing' as const,
        subjectType: 'address' as const,
        subject: `192.0.${index >> 8}.${index & 255}/32`,
        severity: 'medium' as const,
        summary: 'Guessing',
        occurrences: 1,
        firstAt: security.clock.now(),
        lastAt: security.clock.now(),
        state: 'open' as const,
        updatedAt: security.clock.now(),
      })),
    );
  const statesOf = async () => {
    const rows = await security.database.connection.select().from(alerts);
    return Object.groupBy(rows, ({ state }) => state);
  };

  it('are resolved at once by what they have in common, by one of those who do it at once', async () => {
    await raise(1_100);
    const seenUntil = security.clock.now().toISOString();
    security.clock.ahead = minutes(1);
    await raise(3);
    const by = newId();
    const bulk = security.get(BulkResolvingService);
    const chosen = { detection: 'password_guessing', severity: 'medium', seenUntil } as const;
    const outcomes = await Promise.all(times(3, () => bulk.resolve(chosen, by, 'One botnet')));
    await bulk.resolve(chosen, by, 'One botnet');
    expect(outcomes.reduce((sum, { resolved }) => sum + resolved, 0)).toBe(1_100);
    const { resolved = [], open = [] } = await statesOf();
    expect([resolved.length, open.length]).toEqual([1_100, 3]);
    const told = await security.told('alert.updated');
    expect(new Set(told.map(({ data }) => data.alertId))).toEqual(
      new Set(resolved.map(({ id }) => id)),
    );
    const { notes } = await security.get(AlertViewsService).get(resolved[0]?.id ?? '');
    expect(notes).toMatchObject([{ kind: 'resolved', text: 'One botnet', authorId: by }]);
  });

  it('are resolved by themselves when nothing more was seen of them for long', async () => {
    await raise(2);
    const [taken] = await security.alerts();
    await security.get(AlertsService).acknowledge(taken?.id ?? '', newId());
    security.clock.ahead = days(89);
    await security.get(QuietAlertsJob).resolve();
    expect((await statesOf()).open).toHaveLength(1);
    security.clock.ahead = days(91);
    await security.get(QuietAlertsJob).resolve();
    const { resolved = [], acknowledged = [] } = await statesOf();
    expect([resolved.length, acknowledged.length]).toEqual([1, 1]);
    const { notes } = await security.get(AlertViewsService).get(resolved[0]?.id ?? '');
    expect(notes).toMatchObject([{ authorId: null, authorName: null, kind: 'resolved' }]);
  });
});

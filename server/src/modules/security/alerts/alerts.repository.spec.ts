import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  failed,
  startSecurity,
  type TestSecurity,
  times,
} from '../../../../test/harness/security.js';
import { hours, minutes } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import { AlertsService } from './alerts.service.js';

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
    await service.resolve(id, newId());
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
      (await service.list(state, 10)).data.length;
    expect(await listed('muted')).toBe(1);
    expect(await listed('acknowledged')).toBe(0);
    await service.mute(id, newId(), 120);
    security.clock.ahead += minutes(121);
    expect(await security.alerts()).toMatchObject([{ state: 'acknowledged', mutedUntil: null }]);
    expect(await listed('acknowledged')).toBe(1);
    expect(await listed('open')).toBe(0);
    expect(await listed('muted')).toBe(0);
  });
});

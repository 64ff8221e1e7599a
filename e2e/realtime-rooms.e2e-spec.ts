import type { ServerEventName } from '@gatehouse/contracts/realtime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { TestSocket } from './harness/sockets.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;
const sockets: TestSocket[] = [];

const open = async (token: string): Promise<TestSocket> => {
  const socket = await TestSocket.open(gatehouse.url, token);
  sockets.push(socket);
  return socket;
};
const call = (method: string, path: string, token: string, body?: object) =>
  api.call(method, path, { token, ...(body ? { body } : {}) });
const newRole = async (name: string) => {
  const made = await call('POST', '/roles', owner, { name, rank: 'EMPLOYEE', permissions: [] });
  expect(made.status).toBe(201);
  return String(made.body.id);
};
const grant = (role: string, permissions: string[]) =>
  call('PATCH', `/roles/${role}`, owner, { permissions });
/** Until it has heard so often of an event. */
const heard = (socket: TestSocket, event: ServerEventName, times: number) =>
  expect.poll(() => socket.of(event).length).toBe(times);

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await gatehouse?.stop();
});

describe('sockets are in the rooms of whom they belong to', () => {
  it('S1-043: what changes in a profile is told to the other tabs of the person alone', async () => {
    const ada = await api.add(owner, 'ada@rooms.test', 'EMPLOYEE');
    const [tab, other] = [await open(ada.access), await open(ada.access)];
    const stranger = await open((await api.add(owner, 'bob@rooms.test', 'EMPLOYEE')).access);
    const changed = await call('PATCH', '/auth/profile', ada.access, { firstName: 'Augusta' });
    expect(changed.status).toBe(200);
    for (const socket of [tab, other]) await heard(socket, 'account:changed', 1);
    expect(tab.of('account:changed')[0]?.change).toBe('profile');
    await call('PATCH', '/organizations/current', owner, { name: 'Southwind' });
    // By then whatever was sent before has arrived, too.
    await heard(stranger, 'organization:changed', 1);
    expect(stranger.of('account:changed')).toEqual([]);
    await heard(tab, 'organization:changed', 1);
  });

  it('S1-044: who is given another role leaves the room of the one and is in that of the other', async () => {
    const [first, second] = [await newRole('First'), await newRole('Second')];
    const eve = await api.add(owner, 'eve@rooms.test', first);
    const stays = await open((await api.add(owner, 'stays@rooms.test', first)).access);
    const socket = await open(eve.access);
    await grant(first, ['user:read']);
    await heard(socket, 'account:changed', 1);
    await heard(stays, 'account:changed', 1);
    await call('PUT', `/users/${eve.id}/role`, owner, { role: second });
    await heard(socket, 'account:changed', 2);
    await expect
      .poll(async () => {
        await grant(second, ['groups:read']);
        await grant(second, []);
        return socket.of('account:changed').length;
      })
      .toBeGreaterThan(2);
    const before = socket.of('account:changed').length;
    await grant(first, ['groups:read']);
    await heard(stays, 'account:changed', 2);
    await call('PATCH', '/organizations/current', owner, { name: 'Westwind' });
    await heard(socket, 'organization:changed', 1);
    const after = socket.of('account:changed').slice(before);
    const told = stays.of('account:changed').map(({ eventId }) => eventId);
    expect(after.filter(({ eventId }) => told.includes(eventId))).toEqual([]);
    expect(socket.connected).toBe(true);
  });
});

describe('the room monitoring hears what staff do', () => {
  let watcher: TestSocket;
  let actorId: string;

  beforeAll(async () => {
    watcher = await open(owner);
    expect((await watcher.send('join:monitoring')).ok).toBe(true);
    actorId = String((await call('GET', '/auth/profile', owner)).body.id);
  });

  it('S4-093, S4-094: of addresses that they block, change and let in again', async () => {
    const wish = { network: '203.0.113.9', reason: 'Scans', minutes: 10 };
    const made = await call('POST', '/security/blocks', owner, wish);
    expect(made.status).toBe(201);
    const path = `/security/blocks/${String(made.body.id)}`;
    const changed = await call('PATCH', path, owner, { minutes: null, reason: 'Still scans' });
    expect(changed.status).toBe(200);
    await heard(watcher, 'monitoring:ip-blocked', 2);
    const block = { blockId: made.body.id, network: '203.0.113.9/32', reason: 'Scans', actorId };
    expect(watcher.of('monitoring:ip-blocked')).toMatchObject([
      { ...block, automatic: false, until: made.body.endsAt },
      { ...block, automatic: false, until: null },
    ]);
    expect(watcher.of('monitoring:ip-unblocked')).toEqual([]);
    expect((await call('POST', `${path}/lift`, owner, { reason: 'It was us' })).status).toBe(204);
    await heard(watcher, 'monitoring:ip-unblocked', 1);
    expect(watcher.of('monitoring:ip-unblocked')).toMatchObject([
      { ...block, liftReason: 'It was us' },
    ]);
  });

  it('of alerts that they take on, give away and to somebody, say something of and close', async () => {
    // A used refresh token that comes back raises one at once.
    const victim = await api.newPerson('victim@rooms.test');
    let { refresh } = victim;
    for (let turn = 0; turn < 2; turn += 1)
      refresh = String((await api.refresh(refresh)).body.refreshToken);
    await api.refresh(victim.refresh);
    await heard(watcher, 'monitoring:alert', 1);
    const [alert] = watcher.of('monitoring:alert');
    expect(alert).toMatchObject({ detection: 'refresh_token_theft', severity: 'critical' });
    const alertId = alert?.alertId ?? '';
    const deeds: readonly [string, object?][] = [
      ['acknowledge'],
      ['assign', { assigneeId: null }],
      ['assign', { assigneeId: actorId }],
      ['notes', { text: 'Asked them' }],
      ['resolve', { reason: 'It was a test' }],
    ];
    for (const [deed, body] of deeds) {
      const done = await call('POST', `/security/alerts/${alertId}/${deed}`, owner, body);
      expect(done.status, deed).toBeLessThan(300);
    }
    await heard(watcher, 'monitoring:alert-changed', deeds.length);
    const told = { alertId, detection: 'refresh_token_theft', actorId };
    expect(watcher.of('monitoring:alert-changed')).toMatchObject(
      ['acknowledged', 'updated', 'assigned', 'noted', 'updated'].map((change) => ({
        ...told,
        change,
      })),
    );
  });
});

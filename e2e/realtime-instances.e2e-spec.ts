import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Api, type Tokens } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';
import { TestSocket } from './harness/sockets.js';

let instances: TwoInstances;
let staff: Tokens;
const sockets: TestSocket[] = [];

async function open({ url }: Api, token: string): Promise<TestSocket> {
  const socket = await TestSocket.open(url, token);
  sockets.push(socket);
  return socket;
}

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase());
  const owner = await instances.left.setUp(instances.setupUrl, 'ada@example.com');
  staff = await instances.left.turnOnTotp(owner.access);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(() => instances?.stop());

it('tells the sockets of every instance once, whichever handles the event', async () => {
  const { left, right } = instances;
  const watchers = [await open(left, staff.access), await open(right, staff.access)];
  for (const watcher of watchers) expect((await watcher.send('join:monitoring')).ok).toBe(true);
  for (let number = 0; number < 5; number += 1) {
    await left.signIn(`left-${number}@example.com`, 'wrong');
    await right.signIn(`right-${number}@example.com`, 'wrong');
  }
  for (const watcher of watchers) {
    const seen = () => watcher.of('monitoring:login-attempt').map(({ identifier }) => identifier);
    await expect.poll(() => seen().length).toBe(10);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(new Set(seen()).size).toBe(10);
    expect(seen()).toHaveLength(10);
  }
});

it('attack 20: closes sockets at one instance when the session ends at the other, also after a rest', async () => {
  const { left, right } = instances;
  const { access } = await left.newPerson('leaver@example.com');
  const socket = await open(right, access);
  // The connections of the pool are closed when they rest; changes must be heard nevertheless.
  await new Promise((resolve) => setTimeout(resolve, 12_000));
  await left.call('POST', '/auth/logout', { token: access });
  await expect.poll(() => socket.connected).toBe(false);
  expect(socket.of('session:ended')).toEqual([{ reason: 'ended' }]);
});

it('attack 20: closes sockets of sessions that ended while the instance could not hear of it', async () => {
  const { left, right } = instances;
  const { access } = await left.newPerson('unheard@example.com');
  const socket = await open(right, access);
  await instances.sql(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
              WHERE datname = current_database() AND pid <> pg_backend_pid()`);
  await expect
    .poll(async () => (await left.call('POST', '/auth/logout', { token: access })).status)
    .toBe(204);
  await expect.poll(() => socket.connected).toBe(false);
});

it('takes whoever is staff no longer out of the room', async () => {
  const { left, right } = instances;
  const watcher = await open(right, staff.access);
  await expect.poll(async () => (await watcher.send('join:monitoring')).ok).toBe(true);
  await instances.sql('UPDATE identity.users SET platform_role = NULL');
  await instances.sql('UPDATE identity.sessions SET version = version + 1');
  await expect.poll(async () => (await watcher.send('join:monitoring')).ok).toBe(false);
  await left.signIn('unseen@example.com', 'wrong');
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  expect(watcher.of('monitoring:login-attempt')).toEqual([]);
  expect(await watcher.send('join:monitoring')).toMatchObject({
    ok: false,
    error: { code: 'forbidden' },
  });
  expect(watcher.connected).toBe(true);
});

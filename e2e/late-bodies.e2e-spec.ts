import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Of the first owner. */
let boss: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@late.test');
  boss = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

/** Sends a request whose body comes in two parts. @returns its status */
async function sendInParts(
  token: string,
  path: string,
  type: string,
  [first, rest]: readonly [string | Buffer, string | Buffer],
  meanwhile: () => Promise<unknown>,
  method = 'POST',
): Promise<number | undefined> {
  const sent = request(`${gatehouse.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': type },
  });
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  sent.write(first);
  // It is let in first.
  await sleep(300);
  await meanwhile();
  await sleep(1500);
  sent.end(rest);
  const [response] = await answered;
  response.resume();
  return response.statusCode;
}

const csv = ['email,firstName,lastName,role\n', 'back@door.test,Back,Door,MANAGER\n'] as const;

/** The beginning of a picture, which says that it is one by one pixel. */
const png = Buffer.from('89504e470d0a1a0a0000000d4948445200000001000000010802000000', 'hex');

async function newManager(email: string): Promise<string> {
  const { access } = await api.add(boss, email, 'MANAGER');
  return (await api.turnOnTotp(access)).access;
}

it('attack 20: a session that is ended while a body comes does nothing with it', async () => {
  const email = 'invited@late.test';
  const body = JSON.stringify({ email, role: 'EMPLOYEE' });
  const parts = [body.slice(0, 9), body.slice(9)] as const;
  const manager = await newManager('one@late.test');
  const signOut = () => api.call('POST', '/auth/logout', { token: manager });
  const type = 'application/json';
  expect(await sendInParts(manager, '/invitations', type, parts, signOut)).toBe(401);
  const { body: list } = await api.call('GET', '/invitations', { token: boss });
  expect(JSON.stringify(list)).not.toContain(email);
});

it('attack 20: nor with a file, however long it takes', async () => {
  const manager = await newManager('two@late.test');
  const signOut = () => api.call('POST', '/auth/logout', { token: manager });
  expect(await sendInParts(manager, '/users/import', 'text/csv', csv, signOut)).toBe(401);
  const { body } = await api.call('GET', '/users/imports', { token: boss });
  expect(body.data).toEqual([]);
});

it('attack 20: nor with a picture', async () => {
  const manager = await newManager('five@late.test');
  const { userId } = (await api.validate(manager)).body;
  const signOut = () => api.call('POST', '/auth/logout', { token: manager });
  const parts = [png.subarray(0, 9), png.subarray(9)] as const;
  const send = (token: string, meanwhile: () => Promise<unknown>) =>
    sendInParts(token, '/auth/picture', 'image/png', parts, meanwhile, 'PUT');
  expect(await send(manager, signOut)).toBe(401);
  const { body } = await api.call('GET', `/users/${String(userId)}`, { token: boss });
  expect(body.pictureUrl).toBeNull();
  const { access } = await api.add(boss, 'six@late.test', 'EMPLOYEE');
  expect(await send(access, () => Promise.resolve())).toBe(200);
});

it('attack 25: who is something else when a file has come gives no more than they may by then', async () => {
  const manager = await newManager('three@late.test');
  const { userId } = (await api.validate(manager)).body;
  const demote = () =>
    api.call('PUT', `/users/${String(userId)}/role`, { token: boss, body: { role: 'EMPLOYEE' } });
  expect(await sendInParts(manager, '/users/import', 'text/csv', csv, demote)).toBe(403);
  const { body } = await api.call('GET', '/users/imports', { token: boss });
  expect(body.data).toEqual([]);
});

it('a body that takes its time is done what it says, while the session lives', async () => {
  const manager = await newManager('four@late.test');
  const nothing = () => Promise.resolve();
  const file = [csv[0], 'employee@late.test,Eve,Employee,EMPLOYEE\n'] as const;
  expect(await sendInParts(manager, '/users/import', 'text/csv', file, nothing)).toBe(202);
  const name = JSON.stringify({ name: 'Late' });
  const parts = [name.slice(0, 4), name.slice(4)] as const;
  const type = 'application/json';
  expect(await sendInParts(manager, '/organizations', type, parts, nothing)).toBe(201);
});

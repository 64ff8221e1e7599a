import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  owner = (await api.turnOnTotp(boss.access)).access;
});
afterAll(() => gatehouse?.stop());

const call = (token: string, username: string | null, path = '/auth/profile') =>
  api.call('PATCH', path, { token, body: { username } });
const signIn = (username: string) =>
  api.call('POST', '/auth/login', { body: { username, password } });
const later = () =>
  query(
    gatehouse.databaseUrl,
    `UPDATE identity.released_usernames SET released_at = released_at - interval '30 days'`,
  );

describe('a username', () => {
  it('is changed by its person and by administrators, and signs in at once', async () => {
    const { id, access } = await api.add(owner, 'ada@example.com', 'EMPLOYEE');
    expect((await call(access, 'ada')).status).toBe(200);
    expect((await signIn('ADA')).status).toBe(200);
    expect((await call(owner, 'Lovelace', `/users/${id}`)).body).toMatchObject({
      username: 'Lovelace',
    });
    expect((await signIn('lovelace')).status).toBe(200);
    expect((await signIn('ada')).status).toBe(401);
    await api.add(owner, 'rival@example.com', 'EMPLOYEE');
    const rival = await api.tokensOf('rival@example.com');
    expect((await call(rival.access, 'LOVELACE')).body.code).toBe('username_taken');
    expect((await call(owner, 'no', `/users/${id}`)).status).toBe(422);
  });

  it('attack: nobody takes a name that somebody gave up, on any way in, for 30 days', async () => {
    const { access } = await api.newPerson('grace@example.com');
    await call(access, 'grace');
    await call(access, 'hopper');
    const mallory = await api.newPerson('mallory@example.com');
    expect((await call(mallory.access, 'Grace')).body.code).toBe('username_taken');
    const body = { email: 'm2@example.com', password, firstName: 'M', lastName: 'M' };
    const register = () =>
      api.call('POST', '/auth/register', { body: { ...body, username: 'grace' } });
    expect((await register()).body.code).toBe('username_taken');
    const sent = await fetch(`${gatehouse.url}/api/v1/users/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${owner}`, 'content-type': 'text/csv' },
      body: 'email,firstName,lastName,username\nm3@example.com,M,M,grace\nm4@example.com,M,M,free',
    });
    const { id } = (await sent.json()) as { id: string };
    await expect
      .poll(async () => (await api.call('GET', `/users/imports/${id}`, { token: owner })).body, {
        timeout: 30_000,
      })
      .toMatchObject({ state: 'finished', accepted: 1, refused: 1 });
    // Its former owner may come back to it.
    expect((await call(access, 'grace')).status).toBe(200);
    expect((await call(access, null)).status).toBe(200);
    await later();
    expect((await call(mallory.access, 'grace')).status).toBe(200);
  });

  it('attack: a deleted account holds its name too', async () => {
    const { id, access } = await api.add(owner, 'gone@example.com', 'EMPLOYEE');
    await call(access, 'gone');
    expect((await api.call('DELETE', `/users/${id}`, { token: owner })).status).toBe(204);
    const { access: other } = await api.newPerson('heir@example.com');
    expect((await call(other, 'gone')).body.code).toBe('username_taken');
    await later();
    expect((await call(other, 'gone')).status).toBe(200);
  });

  it('attack: who takes a name in the moment that it is given up gets nothing', async () => {
    const { access: first } = await api.newPerson('first@example.com');
    const { access: second } = await api.newPerson('second@example.com');
    await call(first, 'contested');
    const answers = await Promise.all([
      call(first, 'another'),
      ...Array.from({ length: 8 }, () => call(second, 'contested')),
    ]);
    expect(statuses(answers)).toEqual([200, ...Array.from({ length: 8 }, () => 409)]);
  });
});

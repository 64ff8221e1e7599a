import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, times } from './harness/api.js';
import { longDelays, type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse(longDelays);
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => gatehouse?.stop());

const keepOut = async (email: string) => {
  await times(5, () => api.signIn(email, 'not the password at all'));
  expect((await api.signIn(email)).body.code).toBe('sign_in_delayed');
};
const delaysOf = async (path: string) =>
  (await api.call('GET', `${path}/sign-in-means`, { token: owner })).body.delays;

it('whom a stranger keeps out is let in again by an administrator', async () => {
  const email = 'member@example.com';
  const { id, access } = await api.add(owner, email, 'EMPLOYEE');
  await keepOut(email);
  const [delay] = (await delaysOf(`/users/${id}`)) as { until: string }[];
  expect(delay).toMatchObject({ proof: 'password', where: 'known_place' });
  expect(Date.parse(delay?.until ?? '')).toBeGreaterThan(Date.now());
  const lift = (token: string) => api.call('DELETE', `/users/${id}/sign-in-delays`, { token });
  expect((await lift(access)).status).toBe(403);
  expect((await lift(owner)).status).toBe(204);
  expect(await delaysOf(`/users/${id}`)).toEqual([]);
  expect((await api.signIn(email)).status).toBe(200);
  await expect
    .poll(async () => {
      const path = '/audit-logs?action=user.delays_lifted';
      const { body } = await api.call('GET', path, { token: owner });
      return (body.data as { resourceId: string }[]).map(({ resourceId }) => resourceId);
    })
    .toEqual([id]);
});

it('whom a stranger keeps out, of no organization, is let in again by the staff for a reason', async () => {
  const email = 'alone@example.com';
  const { access } = await api.newPerson(email);
  const id = String((await api.validate(access)).body.userId);
  await keepOut(email);
  const path = `/admin/users/${id}/sign-in-delays/lift`;
  const lift = (token: string, body: object) => api.call('POST', path, { token, body });
  expect((await lift(owner, {})).status).toBe(422);
  expect((await lift(access, { reason: 'Mine' })).status).toBe(403);
  expect((await lift(owner, { reason: 'Called us' })).status).toBe(204);
  expect(await delaysOf(`/admin/users/${id}`)).toEqual([]);
  expect((await api.signIn(email)).status).toBe(200);
});

it('whom a stranger keeps out is let in again by a new password that a mail brought', async () => {
  const email = 'forgetful@example.com';
  await api.newPerson(email);
  await keepOut(email);
  await api.call('POST', '/auth/password/forgot', { body: { email } });
  const newPassword = 'another long passphrase 8';
  const body = { token: await api.linkFor(email), newPassword };
  expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
  expect((await api.signIn(email, newPassword)).status).toBe(200);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;
let northwind: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
  northwind = String((await get('/organizations/current', owner)).body.id);
});
afterAll(() => gatehouse?.stop());

const get = (path: string, token: string) => api.call('GET', path, { token });
const found = async (token: string, name = 'Initech') => {
  const { status, body } = await api.call('POST', '/organizations', { token, body: { name } });
  expect(status).toBe(201);
  return String(body.id);
};
const switchTo = (id: string, token: string) =>
  api.call('POST', `/organizations/${id}/switch`, { token });
const leave = (token: string) => api.call('DELETE', '/organizations/current/membership', { token });
const named = (answer: { body: Record<string, unknown> }) =>
  (answer.body.data as { name: string; role: string; current: boolean }[]).map(
    ({ name, role, current }) => [name, role, current],
  );

describe('organizations', () => {
  it('whoever makes one becomes its BOSS, and stays where they are', async () => {
    const { access } = await api.add(owner, 'founder@example.com', 'EMPLOYEE');
    await found(access);
    expect(named(await get('/organizations', access))).toEqual([
      ['Initech', 'BOSS', false],
      ['Northwind', 'EMPLOYEE', true],
    ]);
  });

  it('are told to their members only', async () => {
    const { access } = await api.newPerson('stranger@example.com');
    expect(named(await get('/organizations', access))).toEqual([]);
    expect((await get('/organizations/current', access)).status).toBe(403);
    expect((await switchTo(northwind, access)).status).toBe(404);
  });

  it('are renamed by whoever may, under If-Match', async () => {
    const { access } = await api.add(owner, 'worker@example.com', 'EMPLOYEE');
    const rename = (name: string, token: string, etag = '*') =>
      api.call('PATCH', '/organizations/current', {
        token,
        body: { name },
        headers: { 'if-match': etag },
      });
    expect((await rename('Mine', access)).status).toBe(403);
    const etag = (await get('/organizations/current', owner)).headers.get('etag') ?? '';
    const answers = await times(10, () => rename('Northwind', owner, etag));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 412)).toHaveLength(9);
  });

  it('are counted for whoever may see the people', async () => {
    const { status, body } = await get('/organizations/current/summary', owner);
    expect(status).toBe(200);
    expect(body).toMatchObject({ withSecondFactor: 1, invited: 0, deactivated: 0 });
    expect(Number(body.active)).toBeGreaterThan(1);
    expect(Number(body.sessions)).toBeGreaterThan(1);
  });
});

describe('switching', () => {
  it('answers new tokens of the other organization, and refuses those from before', async () => {
    const { access, refresh } = await api.add(owner, 'two@example.com', 'EMPLOYEE');
    const second = await found(access, 'Second');
    const switched = await switchTo(second, access);
    expect(switched.body).toMatchObject({
      enrolmentRequired: true,
      user: { organizationId: second, role: 'BOSS' },
    });
    expect((await api.validate(access)).status).toBe(401);
    expect((await api.refresh(refresh)).status).toBe(401);
    const now = String(switched.body.accessToken);
    expect((await api.validate(now)).body).toMatchObject({ organizationId: second });
    // What is missing in one organization does not lock the person out of the other.
    expect((await get('/organizations/current', now)).body.code).toBe('enrolment_required');
    expect((await switchTo(northwind, now)).body).toMatchObject({ enrolmentRequired: false });
  });

  it('of many switches with one token exactly one succeeds', async () => {
    const { access } = await api.add(owner, 'many@example.com', 'EMPLOYEE');
    const second = await found(access, 'Many');
    const answers = await times(20, () => switchTo(second, access));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(19);
  });

  it('does not let a session live longer', async () => {
    const { access } = await api.add(owner, 'long@example.com', 'EMPLOYEE');
    const before = await api.validate(access);
    const { body } = await switchTo(await found(access, 'Long'), access);
    const now = await api.validate(String(body.accessToken));
    expect(now.body.expiresAt).toBe(before.body.expiresAt);
  });
});

describe('membership in several organizations', () => {
  it('an organization removes a member and leaves the account to the others', async () => {
    const { id, access } = await api.add(owner, 'shared@example.com', 'EMPLOYEE');
    const other = await found(access, 'Other');
    const elsewhere = String((await switchTo(other, access)).body.accessToken);
    const here = await api.tokensOf('shared@example.com');
    for (const [method, path, body] of [
      ['POST', `/users/${id}/deactivate`, undefined],
      ['PATCH', `/users/${id}`, { firstName: 'Mallory' }],
    ] as const)
      expect((await api.call(method, path, { token: owner, body })).status).toBe(403);
    expect((await api.call('DELETE', `/users/${id}`, { token: owner })).status).toBe(204);
    expect((await api.validate(here.access)).status).toBe(401);
    expect((await api.refresh(here.refresh)).status).toBe(401);
    expect((await api.validate(elsewhere)).status).toBe(200);
    expect((await get(`/users/${id}`, owner)).status).toBe(404);
    expect(named(await get('/organizations', elsewhere))).toEqual([['Other', 'BOSS', true]]);
  });

  it('whoever leaves is signed out of the organization, and may come in elsewhere', async () => {
    const { access } = await api.add(owner, 'leaver@example.com', 'EMPLOYEE');
    expect((await leave(access)).status).toBe(204);
    expect((await api.validate(access)).status).toBe(401);
    const { access: again } = await api.tokensOf('leaver@example.com');
    expect((await api.validate(again)).body).toMatchObject({ organizationId: null, role: null });
  });

  it('ends API keys of the organization with the membership', async () => {
    const { id, access } = await api.add(owner, 'keys@example.com', 'MANAGER');
    const { access: strong } = await api.turnOnTotp(access);
    const { body } = await api.call('POST', '/api-keys', {
      token: strong,
      body: { name: 'CI', scopes: ['user:read'] },
    });
    const use = () => api.call('GET', '/users', { headers: { 'x-api-key': String(body.secret) } });
    expect((await use()).status).toBe(200);
    await found(strong, 'Keys');
    expect((await api.call('DELETE', `/users/${id}`, { token: owner })).status).toBe(204);
    expect((await use()).status).toBe(401);
  });

  it('attack 7: the last BOSS cannot leave', async () => {
    expect((await leave(owner)).body.code).toBe('last_owner');
    expect((await api.validate(owner)).status).toBe(200);
  });
});

it('tells whoever acts in no organization that one is missing, and what to do', async () => {
  const { access: token } = await api.newPerson('nowhere@example.com');
  const { status, body } = await api.call('GET', '/users', { token });
  expect(status).toBe(403);
  expect(body.detail).toContain('You act in no organization.');
  // What is for the staff says nothing of the kind.
  const staff = await api.call('GET', '/staff', { token });
  expect([staff.status, staff.body.detail]).toEqual([403, undefined]);
});

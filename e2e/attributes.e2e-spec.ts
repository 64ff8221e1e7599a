import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;
let ada: { id: string; access: string };

const definitions = [
  {
    key: 'team',
    name: 'Team',
    kind: 'choice',
    choices: ['Sales', 'Research'],
    editableBy: 'person',
  },
  { key: 'costCentre', name: 'Cost centre', kind: 'number' },
  { key: 'started', name: 'First day', kind: 'date' },
  { key: 'remote', name: 'Works from home', kind: 'boolean', editableBy: 'person' },
  { key: 'note', name: 'Note', kind: 'text' },
];
const path = '/organizations/current/attributes';
const define = (attributes: unknown, token = owner, headers = {}) =>
  api.call('PUT', path, { token, body: { attributes }, headers });
const set = (attributes: object, id = ada.id, token = owner) =>
  api.call('PATCH', `/users/${id}`, { token, body: { attributes } });
const setMine = (attributes: object) =>
  api.call('PATCH', '/auth/profile', { token: ada.access, body: { attributes } });
const known = async (id = ada.id) =>
  (await api.call('GET', `/users/${id}`, { token: owner })).body.attributes;
const find = async (filter: string) => {
  const query = `/users?attribute=${encodeURIComponent(filter)}`;
  const { status, body } = await api.call('GET', query, { token: owner });
  return status === 200 ? (body.data as { id: string }[]).map(({ id }) => id) : status;
};

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  owner = (await api.turnOnTotp(boss.access)).access;
  ada = await api.add(owner, 'ada@example.com', 'EMPLOYEE');
  expect((await define(definitions)).status).toBe(200);
});
afterAll(() => gatehouse?.stop());

describe('attributes of people', () => {
  it('are set by administrators, each by its kind, and found by', async () => {
    const values = { team: 'Sales', costCentre: 7, started: '2026-02-28', remote: true, note: 'x' };
    expect((await set(values)).body).toMatchObject({ attributes: values });
    expect((await set({ note: null })).status).toBe(200);
    const { note: _note, ...left } = values;
    expect(await known()).toEqual(left);
    expect(await find('team:Sales')).toEqual([ada.id]);
    expect(await find('costCentre:7')).toEqual([ada.id]);
    expect(await find('remote:true')).toEqual([ada.id]);
    expect(await find('team:Research')).toEqual([]);
    for (const wrong of ['team:Nobody', 'unknown:1', 'costCentre:x', 'nothing'])
      expect(await find(wrong)).toBe(422);
    const refused = { team: 'Nobody', costCentre: '7', started: '2026-02-30', remote: 'true' };
    const { status, body } = await set({ ...refused, unknown: 'x' });
    expect(status).toBe(422);
    const pointers = (body.errors as { pointer: string }[]).map(({ pointer }) => pointer);
    const keys = ['team', 'costCentre', 'started', 'remote', 'unknown'];
    expect(pointers).toEqual(keys.map((key) => `/body/attributes/${key}`));
    expect(await known()).toEqual(left);
    for (const bad of [{ note: 'x'.repeat(501) }, { __proto_: { a: 1 } }, { note: ['x'] }])
      expect((await set(bad)).status).toBe(422);
  });

  it('attack: the person changes only those that they may', async () => {
    await set({ costCentre: 7 });
    expect((await setMine({ team: 'Research' })).body).toMatchObject({
      attributes: { team: 'Research', costCentre: 7 },
    });
    expect((await setMine({ costCentre: 8 })).status).toBe(422);
    expect((await setMine({ costCentre: null })).status).toBe(422);
    expect(await known()).toMatchObject({ team: 'Research', costCentre: 7 });
    const mine = await api.call('GET', path, { token: ada.access });
    expect(mine.body.attributes).toHaveLength(definitions.length);
    expect((await define(definitions, ada.access)).status).toBe(403);
  });

  it('changes at once each keep what the others set', async () => {
    await Promise.all([set({ costCentre: 9 }), set({ note: 'kept' }), setMine({ remote: false })]);
    expect(await known()).toMatchObject({ costCentre: 9, note: 'kept', remote: false });
  });

  it('attack 23: another tenant neither sees nor sets them, though the person is of both', async () => {
    await set({ note: 'of Northwind alone' });
    const { access: token } = await api.turnOnTotp(
      (await api.newPerson('mallory@example.com')).access,
    );
    const made = await api.call('POST', '/organizations', { token, body: { name: 'Mallory' } });
    const entered = await api.call('POST', `/organizations/${String(made.body.id)}/switch`, {
      token,
      body: {},
    });
    const mallory = String(entered.body.accessToken);
    expect((await set({ note: 'mine' }, ada.id, mallory)).status).toBe(404);
    const body = { email: 'ada@example.com', role: 'EMPLOYEE' };
    await api.call('POST', '/invitations', { token: mallory, body });
    const accept = { token: ada.access, body: { token: await api.linkFor('ada@example.com') } };
    expect((await api.call('POST', '/auth/invitations/accept', accept)).status).toBe(200);
    const seen = await api.call('GET', `/users/${ada.id}`, { token: mallory });
    expect(seen.body.attributes).toEqual({});
    // A member whose account is not the organization's has attributes there all the same.
    await define([{ key: 'note', name: 'Note', kind: 'text' }], mallory);
    expect((await set({ note: 'mine' }, ada.id, mallory)).status).toBe(200);
    expect((await set({ note: 'theirs' })).status).toBe(200);
    expect(await known()).toMatchObject({ note: 'theirs' });
    // What was known goes with the membership.
    await api.call('DELETE', `/users/${ada.id}`, { token: mallory });
    expect(await known()).toMatchObject({ note: 'theirs' });
  });

  it('nobody acts on an equal, and what is required stays', async () => {
    const { body } = await api.call('GET', '/auth/profile', { token: owner });
    expect((await set({ note: 'x' }, String(body.id))).status).toBe(403);
    const required = definitions.map((one) => ({ ...one, required: one.key === 'team' }));
    expect((await define(required)).status).toBe(200);
    expect((await setMine({ team: null })).status).toBe(422);
    expect((await set({ team: null })).status).toBe(422);
    expect((await set({ note: 'y' })).status).toBe(200);
    expect((await define(definitions)).status).toBe(200);
  });

  it('of a definition that goes the values go, and no kind changes', async () => {
    await set({ note: 'gone' });
    const asNumber = definitions.map((one) =>
      one.key === 'note' ? { ...one, kind: 'number' } : one,
    );
    expect((await define(asNumber)).body.code).toBe('conflict');
    await define(definitions.filter(({ key }) => key !== 'note'));
    await define(definitions);
    expect(await known()).not.toHaveProperty('note');
    const many = Array.from({ length: 31 }, (_, n) => ({ key: `a${n}`, name: 'A', kind: 'text' }));
    for (const wrong of [
      many,
      [definitions[1], definitions[1]],
      [{ key: 'c', name: 'C', kind: 'choice' }],
      [{ key: '__proto__', name: 'P', kind: 'text' }],
    ])
      expect((await define(wrong)).status).toBe(422);
  });

  it('attack: of two administrators who replace them at once the later one is told', async () => {
    const { headers } = await api.call('GET', path, { token: owner });
    const tag = { 'if-match': headers.get('etag') ?? '' };
    const answers = await times(4, () => define(definitions, owner, tag));
    const codes = answers.map(({ status }) => status);
    expect(codes.filter((status) => status === 200)).toHaveLength(1);
    expect(codes.filter((status) => status === 412)).toHaveLength(3);
  });
});

it('attributes come in by an import and go out by an export', async () => {
  const lines = [
    'email,firstName,lastName,attributes.team,attributes.costCentre',
    'one@example.com,One,Person,Sales,12',
    'two@example.com,Two,Person,Nobody,12',
    'three@example.com,Three,Person,,x',
  ];
  const sent = await fetch(`${gatehouse.url}/api/v1/users/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${owner}`, 'content-type': 'text/csv' },
    body: lines.join('\n'),
  });
  const { id } = (await sent.json()) as { id: string };
  await expect
    .poll(async () => (await api.call('GET', `/users/imports/${id}`, { token: owner })).body, {
      timeout: 30_000,
    })
    .toMatchObject({ state: 'finished', accepted: 1, refused: 2 });
  const { body } = await api.call('GET', `/users/imports/${id}/lines`, { token: owner });
  const messages = (body.data as { message: string | null }[]).map(({ message }) => message);
  expect(messages).toEqual([
    null,
    'attributes.team: must be one of Sales, Research',
    'attributes.costCentre: must be a number',
  ]);
  const read = async (format: string) => {
    const address = `${gatehouse.url}/api/v1/users/export?format=${format}`;
    return (await fetch(address, { headers: { authorization: `Bearer ${owner}` } })).text();
  };
  const filtered = await read('csv&attribute=costCentre:12');
  expect(filtered).toContain('one@example.com');
  expect(filtered).not.toContain('ada@example.com');
  expect(await read('csv&attribute=costCentre:x')).toContain('validation_failed');
  const csv = (await read('csv')).split('\n');
  expect(csv[0]).toContain('attributes.team,attributes.costCentre');
  expect(csv.find((line) => line.includes('one@example.com'))).toContain('Sales,12');
  expect(await read('jsonl')).toContain('"attributes":{"team":"Sales","costCentre":12}');
});

describe('metadata of programs', () => {
  const put = (body: unknown, id = ada.id, token = owner) =>
    api.call('PUT', `/users/${id}/metadata`, { token, body });

  it('is any JSON, of which the person sees what is public', async () => {
    const body = { crm: { id: 7, tags: ['a'] }, public: { plan: 'gold' } };
    expect((await put(body)).status).toBe(200);
    const read = await api.call('GET', `/users/${ada.id}/metadata`, { token: owner });
    expect(read.body).toEqual(body);
    const { body: profile } = await api.call('GET', '/auth/profile', { token: ada.access });
    expect(profile.metadata).toEqual({ plan: 'gold' });
    expect(JSON.stringify(profile)).not.toContain('crm');
    const { body: seen } = await api.call('GET', `/users/${ada.id}`, { token: owner });
    expect(JSON.stringify(seen)).not.toContain('crm');
  });

  it('attack: it is bounded, and not for the person to write', async () => {
    expect((await put({ x: 'y'.repeat(8192) })).status).toBe(422);
    expect((await put([1])).status).toBe(422);
    expect((await put({ mine: true }, ada.id, ada.access)).status).toBe(403);
    await put({ public: 'no object' });
    const { body } = await api.call('GET', '/auth/profile', { token: ada.access });
    expect(body.metadata).toEqual({});
  });
});

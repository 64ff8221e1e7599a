import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../server/test/harness/database.js';
import { Api, statuses, times, type Tokens } from '../harness/api.js';
import { embeddedDatabaseUrl } from '../harness/storage/embedded-database.js';
import { launchGatehouse } from '../harness/launch.js';
import { startTwoInstances } from '../harness/instances.js';
import { query } from '../harness/query.js';

/** Where changes are made, where keys call, and the database itself. */
interface Place {
  readonly changes: Api;
  readonly calls: Api;
  readonly setupUrl: string;
  readonly databaseUrl: string;
  stop(): Promise<void>;
}

const places: Record<string, () => Promise<Place>> = {
  'on the other of two instances': async () => {
    const database = await createTestDatabase();
    const both = await startTwoInstances(database);
    const { left: changes, right: calls, setupUrl } = both;
    return { changes, calls, setupUrl, databaseUrl: database.url, stop: () => both.stop() };
  },
  'on an instance that is alone and remembers': async () => {
    const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-alone-'));
    const ready = /https?:\/\/\S+\/setup\?token=[\w.~-]+/;
    const running = await launchGatehouse({ data, ready, environment: {} });
    const api = new Api(running.url);
    const stop = async () => {
      await running.stop();
      await rm(data, { recursive: true, force: true });
    };
    const databaseUrl = await embeddedDatabaseUrl(data);
    return { changes: api, calls: api, setupUrl: running.said, databaseUrl, stop };
  },
};

describe.each(Object.entries(places))('attack 20: an ended API key, %s', (name, start) => {
  let place: Place;
  let boss: Tokens;
  let custom: string;

  beforeAll(async () => {
    place = await start();
    const { access } = await place.changes.setUp(place.setupUrl, 'boss@example.com');
    boss = await place.changes.turnOnTotp(access);
    const role = { name: 'Readers', rank: 'EMPLOYEE', permissions: ['user:read'] };
    custom = String((await change('POST', '/roles', role)).body.id);
  });
  afterAll(() => place?.stop());

  const change = (method: string, path: string, body?: unknown, by: Tokens = boss) =>
    place.changes.call(method, path, { token: by.access, ...(body === undefined ? {} : { body }) });
  const use = async (secret: string) =>
    (await place.calls.call('GET', '/users', { headers: { 'x-api-key': secret } })).status;
  let people = 0;
  /** A person who may read, and a key of theirs that has called. */
  const owner = async (role = custom) => {
    people += 1;
    const email = `person${people}@example.com`;
    const added = await place.changes.add(boss.access, email, role);
    const tokens = await place.changes.turnOnTotp(added.access);
    const wish = { name: 'Key', scopes: ['user:read'] };
    const { body } = await change('POST', '/api-keys', wish, tokens);
    const key = { id: String(body.id), secret: String(body.secret) };
    for (let call = 0; call < 3; call += 1) expect(await use(key.secret)).toBe(200);
    return { ...tokens, email, userId: added.id, key };
  };

  it('is refused at the next call, twenty times over, also while calls are under way', async () => {
    const { key: first, ...person } = await owner();
    let { id, secret } = first;
    for (let round = 0; round < 20; round += 1) {
      const underWay = times(10, () => use(secret));
      expect((await change('DELETE', `/api-keys/${id}`, undefined, person)).status).toBe(204);
      expect(await use(secret)).toBe(401);
      await underWay;
      const made = await change('POST', '/api-keys', { name: 'K', scopes: ['user:read'] }, person);
      id = String(made.body.id);
      secret = String(made.body.secret);
      expect(await use(secret)).toBe(200);
    }
  });

  it('neither is a secret that was rotated away', async () => {
    const { key, ...person } = await owner();
    const path = `/api-keys/${key.id}/rotate`;
    const second = await change('POST', path, { overlapHours: 1 }, person);
    expect(await use(key.secret)).toBe(200);
    expect(await use(String(second.body.secret))).toBe(200);
    // The first secret is no longer any of the key's.
    const third = await change('POST', path, { overlapHours: 0 }, person);
    expect(await use(key.secret)).toBe(401);
    expect(await use(String(second.body.secret))).toBe(401);
    expect(await use(String(third.body.secret))).toBe(200);
  });

  it('nor one whose owner may do less, is deactivated, or left', async () => {
    const demoted = await owner('MANAGER');
    await change('PUT', `/users/${demoted.userId}/role`, { role: 'EMPLOYEE' });
    expect(await use(demoted.key.secret)).toBe(403);
    await change('PUT', `/users/${demoted.userId}/role`, { role: custom });
    expect(await use(demoted.key.secret)).toBe(200);
    await change('POST', `/users/${demoted.userId}/deactivate`);
    expect(await use(demoted.key.secret)).toBe(401);
    await change('POST', `/users/${demoted.userId}/activate`);
    expect(await use(demoted.key.secret)).toBe(200);
    await change('DELETE', `/users/${demoted.userId}`);
    expect(await use(demoted.key.secret)).toBe(401);
    const leaver = await owner();
    await change('DELETE', '/organizations/current/membership', undefined, leaver);
    expect(await use(leaver.key.secret)).toBe(401);
  });

  it('nor one whose custom role lost a permission, or got it back', async () => {
    const { key } = await owner();
    await change('PATCH', `/roles/${custom}`, { permissions: [] });
    expect(await use(key.secret)).toBe(403);
    await change('PATCH', `/roles/${custom}`, { permissions: ['user:read'] });
    expect(await use(key.secret)).toBe(200);
  });

  it('nor one whose owner lost the second factor that the organization asks for', async () => {
    const { key, userId } = await owner();
    await change('POST', `/users/${userId}/factors/reset`, { reason: 'Lost' });
    expect(await use(key.secret)).toBe(200);
    const everybody = { secondFactorRoles: ['BOSS', 'MANAGER', 'EMPLOYEE'] };
    expect((await change('PUT', '/organizations/current/policies', everybody)).status).toBe(200);
    expect(await use(key.secret)).toBe(403);
    await change('PUT', '/organizations/current/policies', {});
    expect(await use(key.secret)).toBe(200);
    const manager = await owner('MANAGER');
    await change('POST', `/users/${manager.userId}/factors/reset`, { reason: 'Lost' });
    expect(await use(manager.key.secret)).toBe(403);
  });

  it('nor one that somebody ended at the database, or whose time is over', async () => {
    const { key, ...person } = await owner();
    await query(place.databaseUrl, `UPDATE identity.api_keys SET scopes = '{}' WHERE id = $1`, [
      key.id,
    ]);
    await expect.poll(() => use(key.secret)).toBe(403);
    const made = await change(
      'POST',
      '/api-keys',
      { name: 'Short', scopes: ['user:read'], expiresInDays: 1 },
      person,
    );
    const secret = String(made.body.secret);
    expect(await use(secret)).toBe(200);
    await query(
      place.databaseUrl,
      `UPDATE identity.api_keys SET expires_at = now() + interval '1 second' WHERE id = $1`,
      [made.body.id],
    );
    await expect.poll(() => use(secret)).toBe(401);
  });

  if (name.includes('alone'))
    it('would call on if nothing told of it (control)', async () => {
      const { key, ...person } = await owner();
      const table = 'identity.api_keys';
      await query(place.databaseUrl, `ALTER TABLE ${table} DISABLE TRIGGER tell_of_api_key`);
      await change('DELETE', `/api-keys/${key.id}`, undefined, person);
      expect(await use(key.secret)).toBe(200);
      await query(place.databaseUrl, `ALTER TABLE ${table} ENABLE TRIGGER tell_of_api_key`);
    });

  it('nor one that was reported; its owner is told, and nobody else learns whether it was one', async () => {
    const { key, email } = await owner();
    const report = (secret: string) =>
      place.changes.call('POST', '/api-keys/report', { body: { key: secret } });
    const strange = `gh_live_${'0'.repeat(59)}`;
    expect(statuses([await report('nonsense'), await report(strange)])).toEqual([204, 204]);
    expect(await use(key.secret)).toBe(200);
    const answers = await Promise.all([report(key.secret), report(key.secret)]);
    expect(statuses(answers)).toEqual([204, 204]);
    expect(await use(key.secret)).toBe(401);
    const mails = await place.changes.mailsFor(email);
    const told = mails.filter(({ subject }) => subject === 'An API key was found and ended');
    expect(told).toHaveLength(1);
    expect(told[0]?.text).not.toContain(key.secret);
  });
});

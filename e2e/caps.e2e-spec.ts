import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Answer, type Api, times } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';

let instances: TwoInstances;
let api: Api;
let boss: string;

beforeAll(async () => {
  const settings = { GATEHOUSE_KEYS_PER_OWNER: '3', GATEHOUSE_ORGANIZATIONS_PER_FOUNDER: '3' };
  instances = await startTwoInstances(await createTestDatabase(), settings);
  api = instances.left;
  const { access } = await api.setUp(instances.setupUrl, 'boss@caps.test');
  boss = (await api.turnOnTotp(access)).access;
});
afterAll(() => instances?.stop());

/** What many calls at once are answered, over both instances: how many are done and how many refused. */
async function race(path: string, body: unknown, token: string, code = 'conflict') {
  const call = (n: number) => {
    const through = n % 2 === 0 ? instances.left : instances.right;
    return through.call('POST', path, { token, body });
  };
  let calls = 0;
  const answers: Answer[] = await times(10, () => call(calls++));
  return {
    done: answers.filter(({ status }) => status === 201).length,
    refused: answers.filter(({ status, body: { code: told } }) => status === 409 && told === code)
      .length,
  };
}
const key = { name: 'CI', scopes: ['user:read'] };

it('attack: of many API keys that a person makes at once no more are made than the installation allows', async () => {
  expect(await race('/api-keys', key, boss)).toEqual({ done: 3, refused: 7 });
  const { body } = await api.call('GET', '/api-keys', { token: boss });
  const [first] = body.data as { id: string }[];
  const full = await api.call('POST', '/api-keys', { token: boss, body: key });
  expect(full.body.detail).toContain('3 API keys are the most');
  const end = await api.call('DELETE', `/api-keys/${first?.id ?? ''}`, { token: boss });
  expect(end.status).toBe(204);
  expect((await api.call('POST', '/api-keys', { token: boss, body: key })).status).toBe(201);
});

it('attack: nor of those of a service account', async () => {
  const wish = { name: 'Nightly', role: 'MANAGER' };
  const made = await api.call('POST', '/service-accounts', { token: boss, body: wish });
  const path = `/service-accounts/${String(made.body.id)}/api-keys`;
  expect(await race(path, key, boss)).toEqual({ done: 3, refused: 7 });
});

it('attack: nor of organizations that a person founds; closing one gives no room at once', async () => {
  const email = 'founder@caps.test';
  const { access } = await api.newPerson(email);
  const found = { name: 'Mine' };
  expect(await race('/organizations', found, access)).toEqual({ done: 3, refused: 7 });
  await instances.sql(
    `UPDATE identity.organizations SET closed_at = now()
     WHERE id = (SELECT max(id::text)::uuid FROM identity.organizations)`,
  );
  const again = await api.call('POST', '/organizations', { token: access, body: found });
  expect([again.status, again.body.code]).toEqual([409, 'conflict']);
  expect(again.body.detail).toContain('until they are erased');
  const other = await api.newPerson('other@caps.test');
  const theirs = await api.call('POST', '/organizations', { token: other.access, body: found });
  expect(theirs.status).toBe(201);
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../../server/test/harness/database.js';
import { type Answer, type Api, statuses } from '../harness/api.js';
import { startTwoInstances, type TwoInstances } from '../harness/instances.js';

let instances: TwoInstances;
let api: Api;
let other: Api;
let primary: Person;

interface Person {
  readonly id: string;
  readonly access: string;
}

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase());
  ({ left: api, right: other } = instances);
  const { access } = await api.setUp(instances.setupUrl, 'primary@example.com');
  const owner = (await api.turnOnTotp(access)).access;
  const { body } = await api.validate(owner);
  primary = { id: String(body.userId), access: owner };
});
afterAll(() => instances?.stop());

const add = (by: Person, userId: string, through = api) =>
  through.call('POST', '/organizations/current/owners', { token: by.access, body: { userId } });
const remove = (by: Person, userId: string, through = api) =>
  through.call('DELETE', `/organizations/current/owners/${userId}`, { token: by.access });
const transfer = (by: Person, userId: string, through = api) =>
  through.call('POST', '/organizations/current/transfer', { token: by.access, body: { userId } });
const leave = (by: Person, through = api) =>
  through.call('DELETE', '/organizations/current/membership', { token: by.access });

let people = 0;
/** Somebody with a second factor, in the organization of the primary admin. */
const person = async (role: string): Promise<Person> => {
  people += 1;
  const { id, access } = await api.add(primary.access, `p${people}@example.com`, role);
  return { id, access: (await api.turnOnTotp(access)).access };
};
/** Lets somebody act in an organization. */
const into = async ({ id, access }: Person, organizationId: string): Promise<Person> => {
  const path = `/organizations/${organizationId}/switch`;
  const { status, body } = await api.call('POST', path, { token: access });
  expect(status).toBe(200);
  return { id, access: String(body.accessToken) };
};
/** Makes somebody a member without an invitation. */
const join = (organizationId: string, userId: string, role: string) =>
  instances.sql(
    `INSERT INTO identity.memberships (organization_id, user_id, role) VALUES ($1, $2, $3)`,
    [organizationId, userId, role],
  );
/** An organization of its own with two BOSSes, neither of them the primary admin. */
const twoOwners = async (): Promise<{ organizationId: string; owners: [Person, Person] }> => {
  const first = await person('EMPLOYEE');
  const second = await person('EMPLOYEE');
  const { body } = await api.call('POST', '/organizations', {
    token: first.access,
    body: { name: 'Pair' },
  });
  const organizationId = String(body.id);
  await join(organizationId, second.id, 'BOSS');
  const owners: [Person, Person] = [
    await into(first, organizationId),
    await into(second, organizationId),
  ];
  return { organizationId, owners };
};
const ownersOf = async (organizationId: string): Promise<unknown[]> => {
  const rows = await instances.sql(
    `SELECT user_id FROM identity.memberships WHERE organization_id = $1 AND role = 'BOSS'`,
    [organizationId],
  );
  return rows.map((row) => row.user_id);
};
const succeeded = (answers: readonly Answer[]): number =>
  statuses(answers).filter((status) => status < 300).length;

describe('several BOSSes', () => {
  it('a BOSS makes another, who may do the same at the next request', async () => {
    const second = await person('MANAGER');
    expect((await add(second, second.id)).status).toBe(403);
    expect((await add(primary, second.id)).body).toMatchObject({ role: 'BOSS' });
    const third = await person('EMPLOYEE');
    expect((await add(second, third.id, other)).body).toMatchObject({ role: 'BOSS' });
    expect((await remove(second, third.id)).body).toMatchObject({ role: 'MANAGER' });
    expect((await add(third, third.id)).status).toBe(403);
    expect((await remove(primary, second.id)).body).toMatchObject({ role: 'MANAGER' });
  });

  it('nobody takes the role from the primary admin, or gives it to whoever cannot sign in', async () => {
    const second = await person('MANAGER');
    expect((await add(primary, second.id)).status).toBe(200);
    expect((await remove(second, primary.id)).status).toBe(403);
    expect((await remove(primary, second.id)).status).toBe(200);
    const added = await api.call('POST', '/users', {
      token: primary.access,
      body: { email: 'new@example.com', firstName: 'N', lastName: 'N', role: 'MANAGER' },
    });
    expect((await add(primary, String(added.body.id))).body.code).toBe('conflict');
    const gone = await person('EMPLOYEE');
    await api.call('POST', `/users/${gone.id}/deactivate`, { token: primary.access });
    expect((await transfer(primary, gone.id)).body.code).toBe('conflict');
  });

  it('asks for a proof that is not older than five minutes', async () => {
    const target = await person('EMPLOYEE');
    const { body } = await api.validate(primary.access);
    const age = (interval: string) =>
      instances.sql(
        `UPDATE identity.sessions SET authenticated_at = now() - $2::interval,
           version = version + 1 WHERE id = $1`,
        [body.sessionId, interval],
      );
    await age('6 minutes');
    const { access: token } = primary;
    for (const answer of [
      await add(primary, target.id),
      await remove(primary, target.id),
      await transfer(primary, target.id),
      await api.call('PUT', '/organizations/current/policies', { token, body: {} }),
    ])
      expect(answer.body.code).toBe('reauthentication_required');
    await age('0 minutes');
    expect((await remove(primary, target.id)).status).toBe(404);
  });

  it('attack 25: a key of a BOSS with few scopes makes nobody a BOSS', async () => {
    const target = await person('EMPLOYEE');
    const key = await api.call('POST', '/api-keys', {
      token: primary.access,
      body: { name: 'Narrow', scopes: ['role:assign'] },
    });
    const headers = { 'x-api-key': String(key.body.secret) };
    const body = { userId: target.id };
    const answer = await api.call('POST', '/organizations/current/owners', { headers, body });
    expect(answer.status).toBe(403);
  });
});

describe('transfer of ownership', () => {
  it('makes the member the BOSS, and the one before a MANAGER', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    expect((await remove(first, second.id)).status).toBe(200);
    expect((await transfer(first, second.id)).body).toMatchObject({ role: 'BOSS' });
    expect(await ownersOf(organizationId)).toEqual([second.id]);
    expect((await add(first, first.id, other)).status).toBe(403);
  });

  it('attack 7: two transfers at once make one new BOSS', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    const third = await person('EMPLOYEE');
    await join(organizationId, third.id, 'EMPLOYEE');
    await remove(first, second.id);
    const answers = await Promise.all([
      transfer(first, second.id),
      transfer(first, third.id, other),
    ]);
    expect(succeeded(answers)).toBe(1);
    expect(await ownersOf(organizationId)).toHaveLength(1);
  });
});

describe('attack 7: the last BOSS stays, whoever races', () => {
  it.each([1, 2, 3])('two that demote each other at once (round %i)', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    const answers = await Promise.all([remove(first, second.id), remove(second, first.id, other)]);
    expect(succeeded(answers)).toBe(1);
    expect(await ownersOf(organizationId)).toHaveLength(1);
  });

  it('two that demote themselves at once', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    const answers = await Promise.all([remove(first, first.id), remove(second, second.id, other)]);
    expect(succeeded(answers)).toBe(1);
    expect(answers.map(({ body }) => body.code)).toContain('last_owner');
    expect(await ownersOf(organizationId)).toHaveLength(1);
  });

  it('two that leave at once, and others stay', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    await join(organizationId, (await person('EMPLOYEE')).id, 'EMPLOYEE');
    const answers = await Promise.all([leave(first), leave(second, other)]);
    expect(succeeded(answers)).toBe(1);
    expect(await ownersOf(organizationId)).toHaveLength(1);
  });

  it('one that leaves while the other demotes themselves', async () => {
    const { organizationId, owners } = await twoOwners();
    const [first, second] = owners;
    const answers = await Promise.all([leave(first), remove(second, second.id, other)]);
    expect(succeeded(answers)).toBe(1);
    expect(await ownersOf(organizationId)).toHaveLength(1);
  });
});

it('attack: somebody is made an owner, or is one no longer, and nobody hears of it', async () => {
  const heir = await person('MANAGER');
  const email = `p${people}@example.com`;
  const toldTo = async (address: string) =>
    (await api.mailsFor(address))
      .filter(({ subject }) => subject === 'The owners of Northwind have changed')
      .map(({ text }) => text.split('\n').find((line) => line.endsWith('of Northwind.')))
      .filter((line) => line?.startsWith('You are') || line?.includes(email));
  expect((await add(primary, heir.id)).status).toBe(200);
  await expect.poll(() => toldTo(email)).toEqual(['You are an owner of Northwind.']);
  const made = `Grace Hopper (${email}) is an owner of Northwind.`;
  await expect.poll(() => toldTo('primary@example.com')).toEqual([made]);
  expect((await remove(primary, heir.id)).status).toBe(200);
  await expect
    .poll(() => toldTo(email))
    .toEqual(['You are no longer an owner of Northwind.', 'You are an owner of Northwind.']);
  const unmade = `Grace Hopper (${email}) is no longer an owner of Northwind.`;
  await expect.poll(() => toldTo('primary@example.com')).toEqual([unmade, made]);
});

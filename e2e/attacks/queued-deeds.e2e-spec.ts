import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, type Answer } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;
let client: pg.Client;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  boss = (await api.turnOnTotp((await api.setUp(gatehouse.setupUrl, 'boss@queue.test')).access))
    .access;
  client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await gatehouse?.stop();
});

/** How many wait for the organization. Other tests have databases of their own on the same server. */
const waiting = async (): Promise<number> => {
  // A transaction goes on seeing who waited when it first looked.
  await client.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::integer AS count FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%organizations%'`,
  );
  return rows[0]?.count ?? 0;
};

/** Has the organization taken, so that deeds in it wait in this order. @returns what they are answered. */
async function inOrder(...deeds: (() => Promise<Answer>)[]): Promise<Answer[]> {
  await client.query('BEGIN');
  await client.query('SELECT FROM identity.organizations FOR NO KEY UPDATE');
  const answers: Promise<Answer>[] = [];
  for (const deed of deeds) {
    answers.push(deed());
    await expect.poll(waiting).toBe(answers.length);
  }
  await client.query('COMMIT');
  return Promise.all(answers);
}

async function managerAndEmployee(name: string) {
  const added = await api.add(boss, `${name}@queue.test`, 'MANAGER');
  const { access } = await api.turnOnTotp(added.access);
  const employee = await api.add(boss, `below-${name}@queue.test`, 'EMPLOYEE');
  return { manager: { id: added.id, access }, employee };
}

it.each([
  ['demoted', 'PUT', '/role', { role: 'EMPLOYEE' }],
  ['deactivated', 'POST', '/deactivate', undefined],
  ['removed', 'DELETE', '', undefined],
] as const)(
  'attack 25: whoever is %s does nothing more to others, also not by what waited for that',
  async (name, method, path, body) => {
    const { manager, employee } = await managerAndEmployee(name);
    const end = `/users/${manager.id}${path}`;
    const [ended, deed] = await inOrder(
      () => api.call(method, end, { token: boss, body }),
      () => api.call('POST', `/users/${employee.id}/deactivate`, { token: manager.access }),
    );
    expect(ended?.status).toBeLessThan(300);
    expect(deed?.status).toBe(403);
    expect((await api.validate(employee.access)).status).toBe(200);
  },
);

it('who is what they were goes on after having waited', async () => {
  const { manager, employee } = await managerAndEmployee('steady');
  const [renamed, deed] = await inOrder(
    () => api.call('PATCH', `/users/${manager.id}`, { token: boss, body: { firstName: 'Steady' } }),
    () => api.call('POST', `/users/${employee.id}/deactivate`, { token: manager.access }),
  );
  expect([renamed?.status, deed?.status]).toEqual([200, 200]);
});

it.each([
  ['POST', '/groups', { name: 'Late', permissions: ['user:read'] }],
  ['POST', '/roles', { name: 'Late', rank: 'EMPLOYEE', permissions: ['user:read'] }],
  ['PUT', '/organizations/current/policies', { sessions: 'strict' }],
  ['PATCH', '/organizations/current', { name: 'Late' }],
  ['POST', '/invitations', { email: 'late@guest.test', role: 'EMPLOYEE' }],
] as const)(
  'attack 25: nor does it make what grants something: %s %s',
  async (method, path, body) => {
    const { manager } = await managerAndEmployee(`owner-of${path.replaceAll('/', '-')}`);
    const owners = '/organizations/current/owners';
    const added = await api.call('POST', owners, { token: boss, body: { userId: manager.id } });
    expect(added.status).toBe(200);
    const [ended, deed] = await inOrder(
      () => api.call('DELETE', `${owners}/${manager.id}`, { token: boss }),
      () => api.call(method, path, { token: manager.access, body }),
    );
    expect(ended?.status).toBeLessThan(300);
    expect(deed?.status).toBe(403);
  },
);

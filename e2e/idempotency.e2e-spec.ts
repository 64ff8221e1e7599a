import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { Api, statuses, times } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
beforeAll(async () => {
  gatehouse = await startGatehouse();
});
afterAll(() => gatehouse.stop());

const register = (email: string, key?: string) =>
  fetch(`${gatehouse.url}/api/v1/auth/register`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({
      email,
      password: 'a long enough passphrase 7',
      firstName: 'Ada',
      lastName: 'Byron',
    }),
  });

async function mailsTo(email: string): Promise<number> {
  const answer = await fetch(`${gatehouse.url}/api/v1/dev/mailbox?to=${email}`);
  const { data } = (await answer.json()) as { data: unknown[] };
  return data.length;
}

const codeOf = async (answer: Response) => ((await answer.json()) as { code: string }).code;

describe('Idempotency-Key, at two instances', () => {
  let two: TwoInstances;
  let token: string;
  beforeAll(async () => {
    two = await startTwoInstances(await createTestDatabase({ empty: true }));
    const { access } = await two.left.setUp(two.setupUrl, 'owner@example.com');
    token = (await two.left.turnOnTotp(access)).access;
  });
  afterAll(() => two?.stop());

  /** Every other request goes to the other instance. */
  const found = (name: string, index: number, key?: string) => {
    const headers: Record<string, string> = key === undefined ? {} : { 'idempotency-key': key };
    const api = index % 2 === 0 ? two.left : two.right;
    return api.call('POST', '/organizations', { token, body: { name }, headers });
  };
  const effects = async (name: string) =>
    (await two.sql('SELECT FROM identity.organizations WHERE name = $1', [name])).length;

  it('attack 6: 100 parallel requests with one idempotency key have one effect', async () => {
    const key = randomUUID();
    const answers = await times(100, (index) => found('Once', index, key));
    expect(
      [...new Set(statuses(answers))].filter((status) => ![201, 409].includes(status)),
    ).toEqual([]);
    const first = answers.filter(
      ({ status, headers }) => status === 201 && !headers.has('idempotent-replayed'),
    );
    expect(first).toHaveLength(1);
    expect(await effects('Once')).toBe(1);
    const late = await found('Once', 1, key);
    expect([late.status, late.body.id]).toEqual([201, first[0]?.body.id]);
    expect(await effects('Once')).toBe(1);
  });

  it('without a key, and with a key each, every request has its effect (negative control)', async () => {
    const bare = await times(4, (index) => found('Each', index));
    const keyed = await times(4, (index) => found('Each', index, randomUUID()));
    expect(statuses([...bare, ...keyed])).toEqual(Array.from({ length: 8 }, () => 201));
    expect(await effects('Each')).toBe(8);
  });
});

describe('Idempotency-Key', () => {
  it('answers a repeated request again, and says so', async () => {
    const key = randomUUID();
    const first = await register('again@example.com', key);
    const second = await register('again@example.com', key);
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.status).toBe(first.status);
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await second.json()).toEqual(await first.json());
  });

  it('refuses a key that came with another body', async () => {
    const key = randomUUID();
    await register('first@example.com', key);
    const other = await register('second@example.com', key);
    expect(other.status).toBe(422);
    expect(await codeOf(other)).toBe('idempotency_key_reused');
    expect(await mailsTo('second@example.com')).toBe(0);
  });

  it('gives the key back to whoever may not, and may then', async () => {
    const api = new Api(gatehouse.url);
    const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
    const boss = (await api.turnOnTotp(access)).access;
    const added = await api.add(boss, 'manager@example.com', 'MANAGER');
    const token = (await api.turnOnTotp(added.access)).access;
    const headers = { 'idempotency-key': randomUUID() };
    const body = { email: 'equal@example.com', role: 'MANAGER' };
    const invite = () => api.call('POST', '/invitations', { token, headers, body });
    expect((await invite()).status).toBe(403);
    const promoted = { token: boss, body: { userId: added.id } };
    const owners = '/organizations/current/owners';
    expect((await api.call('POST', owners, promoted)).status).toBe(200);
    expect((await invite()).status).toBe(201);
  });

  it('refuses a key that is too long', async () => {
    const answer = await register('long@example.com', 'k'.repeat(256));
    expect(answer.status).toBe(422);
    expect(await mailsTo('long@example.com')).toBe(0);
  });

  it('gives the key back where the fields were not valid, so that a corrected request can use it', async () => {
    const key = randomUUID();
    expect((await register('not an address', key)).status).toBe(422);
    expect((await register('corrected@example.com', key)).status).toBe(202);
  });
});

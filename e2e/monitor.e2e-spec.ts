import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { Api, type Answer, password, statuses } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { startTwoInstances } from './harness/instances.js';
import { query } from './harness/query.js';

let database: TestDatabase;
let gatehouse: RunningGatehouse;
let api: Api;
let staff: string;
let employee: string;

beforeAll(async () => {
  database = await createTestDatabase();
  gatehouse = await startGatehouse({
    DATABASE_URL: database.url,
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  staff = (await api.turnOnTotp(access)).access;
  employee = (await api.add(staff, 'employee@example.com', 'EMPLOYEE')).access;
});
afterAll(async () => {
  await gatehouse?.stop();
  await database?.drop();
});

const call = (method: string, path: string, body?: unknown, token = staff): Promise<Answer> =>
  api.call(method, `/security${path}`, { token, ...(body === undefined ? {} : { body }) });
const rowsOf = async (path: string): Promise<Record<string, unknown>[]> => {
  const { status, body } = await call('GET', path);
  expect(status).toBe(200);
  return body.data as Record<string, unknown>[];
};
const from = (address: string) => ({ 'x-forwarded-for': address });
const signIn = (address: string, email: string, secret = 'not the password') =>
  api.call('POST', '/auth/login', { body: { email, password: secret }, headers: from(address) });
const ping = (address: string, path = '/health/live') =>
  api.call('GET', path, { headers: from(address) });
/** Fails one after the other until it is refused for the address, or so often. */
async function failFrom(address: string, times: number, emailOf: (index: number) => string) {
  const answers: Answer[] = [];
  for (let index = 0; index < times; index += 1)
    answers.push(await signIn(address, emailOf(index)));
  return answers;
}
const blocked = (address: string) =>
  expect.poll(async () => (await ping(address)).status).toBe(403);

describe('an address that guesses passwords', () => {
  const attacker = '198.51.100.7';

  it('is blocked after twenty failures, delayed ones among them, and told for how long', async () => {
    const answers = await failFrom(attacker, 20, () => 'employee@example.com');
    expect(statuses(answers)).toEqual([...Array(5).fill(401), ...Array(15).fill(429)]);
    await blocked(attacker);
    const refused = await signIn(attacker, 'employee@example.com', password);
    expect(refused.status).toBe(403);
    expect(refused.body.code).toBe('address_blocked');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(13 * 60);
    expect(seconds).toBeLessThanOrEqual(15 * 60);
  });

  it('gets nothing else either: no page, no file, no health, nothing that is nowhere', async () => {
    const paths = ['/', '/sign-in', '/favicon.svg', '/health', '/nowhere', '/api/docs', '//%2e/'];
    for (const path of paths) expect((await ping(attacker, path)).status, path).toBe(403);
    expect((await ping('198.51.100.8', '/health/live')).status).toBe(200);
  });

  it('is seen in the attempts, the sums, the blocks and the alerts', async () => {
    const attempts = await rowsOf(`/attempts?address=${attacker}&limit=50`);
    expect(attempts).toHaveLength(20);
    expect(attempts[0]).toMatchObject({
      kind: 'sign_in',
      succeeded: false,
      failure: 'delayed',
      identifier: 'employee@example.com',
      userName: 'Grace Hopper',
      address: attacker,
      network: `${attacker}/32`,
      userAgent: 'node',
    });
    expect(attempts.at(-1)).toMatchObject({ failure: 'wrong_credentials' });
    expect((await rowsOf('/attempts/top'))[0]).toEqual({ value: `${attacker}/32`, failures: 20 });
    const [block] = await rowsOf('/blocks');
    expect(block).toMatchObject({
      network: `${attacker}/32`,
      automatic: true,
      attempts: 20,
      level: 0,
      createdBy: null,
      reason: `20 failed sign-ins from ${attacker} in 15 minutes`,
    });
    const [alert] = await rowsOf('/alerts');
    expect(alert).toMatchObject({
      detection: 'password_guessing',
      subject: `${attacker}/32`,
      state: 'open',
      severity: 'high',
      occurrences: 20,
    });
    const { body } = await call('GET', '/metrics');
    expect(body).toMatchObject({ activeBlocks: 1, openAlerts: { high: 1 }, failures: 20 });
    expect((body.minutes as unknown[]).length).toBe(60);
  });

  it('leaves its traces in the audit trail, which staff see without an organization', async () => {
    let entries: Record<string, unknown>[] = [];
    const trail = async () => {
      const path = '/audit-logs?action=ip_block.created,alert.raised';
      const { body } = await api.call('GET', path, { token: staff });
      entries = body.data as Record<string, unknown>[];
      return entries
        .map(({ action }) => action)
        .toSorted((one, other) => String(one).localeCompare(String(other)));
    };
    await expect.poll(trail).toEqual(['alert.raised', 'ip_block.created']);
    for (const entry of entries)
      expect(entry).toMatchObject({ organizationId: null, actorId: null, ipAddress: attacker });
  });

  it('is let in again when staff lift the block, and begins to count anew', async () => {
    const [block] = await rowsOf('/blocks');
    const lift = `/blocks/${String(block?.id)}/lift`;
    expect((await call('POST', lift, {})).status).toBe(422);
    expect((await call('POST', lift, { reason: 'A mistake' })).status).toBe(204);
    expect((await ping(attacker)).status).toBe(200);
    expect((await call('POST', lift, { reason: 'A mistake' })).status).toBe(404);
    await failFrom(attacker, 3, () => 'nobody@example.com');
    await expect
      .poll(async () => (await rowsOf(`/attempts?address=${attacker}&limit=50`)).length)
      .toBe(23);
    expect((await ping(attacker)).status).toBe(200);
    expect((await rowsOf('/blocks?state=ended'))[0]).toMatchObject({
      id: block?.id,
      liftedByName: 'Ada Lovelace',
      liftReason: 'A mistake',
    });
    const told = async () => {
      const path = `/audit-logs?action=ip_block.lifted&resourceId=${String(block?.id)}`;
      const { body } = await api.call('GET', path, { token: staff });
      return (body.data as { details: unknown }[]).map(({ details }) => details);
    };
    await expect.poll(told).toMatchObject([{ reason: block?.reason, liftReason: 'A mistake' }]);
  });
});

describe('an address that tries many accounts', () => {
  it('is blocked after ten of them', async () => {
    const attacker = '198.51.100.20';
    await failFrom(attacker, 10, (index) => `person${index}@example.com`);
    await blocked(attacker);
    const alerts = await rowsOf('/alerts');
    expect(alerts[0]).toMatchObject({ detection: 'credential_stuffing', severity: 'critical' });
    const accounts = await rowsOf(`/attempts/pivot?by=address&value=${attacker}`);
    expect(accounts).toHaveLength(10);
    const addresses = await rowsOf('/attempts/pivot?by=account&value=Person3@example.com');
    expect(addresses).toMatchObject([{ value: `${attacker}/32`, failed: 1, succeeded: 0 }]);
  });

  it('counts as the /64 that it is in', async () => {
    for (let index = 0; index < 10; index += 1)
      await signIn(`2001:db8:1:2::${index + 1}`, `six${index}@example.com`);
    await blocked('2001:db8:1:2:ffff::1');
    expect((await ping('2001:db8:1:3::1')).status).toBe(200);
  });

  it('is blocked twice as long the next time, and no sooner than it is over', async () => {
    const attacker = '198.51.100.30';
    for (const [round, length] of [15, 30, 60].entries()) {
      await failFrom(attacker, 10, (index) => `round${round}-${index}@example.com`);
      await blocked(attacker);
      const [block] = await rowsOf('/blocks');
      expect(block).toMatchObject({ network: `${attacker}/32`, level: round });
      const { createdAt, endsAt } = block as { createdAt: string; endsAt: string };
      const minutes = (Date.parse(endsAt) - Date.parse(createdAt)) / 60_000;
      expect(Math.round(minutes)).toBe(length);
      const end = 'UPDATE security.ip_blocks SET ends_at = now() WHERE id = $1';
      await query(database.url, end, [block?.id]);
      await expect.poll(async () => (await ping(attacker)).status).toBe(200);
    }
  });
});

describe('blocks that staff make', () => {
  it('hold for a range, for good, and take the narrower ones in', async () => {
    const created = await call('POST', '/blocks', {
      network: '203.0.113.77/24',
      reason: 'Scanning for days',
      minutes: null,
    });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      network: '203.0.113.0/24',
      endsAt: null,
      automatic: false,
      createdByName: 'Ada Lovelace',
    });
    const refused = await ping('203.0.113.200');
    expect(refused.status).toBe(403);
    expect(refused.headers.get('retry-after')).toBeNull();
    const narrower = { network: '203.0.113.5', reason: 'Again', minutes: 10 };
    expect((await call('POST', '/blocks', narrower)).body.code).toBe('already_blocked');
    const wider = { network: '203.0.112.0/22', reason: 'All of them', minutes: 10 };
    expect((await call('POST', '/blocks', wider)).status).toBe(201);
    expect((await ping('203.0.112.9')).status).toBe(403);
    const networks = (await rowsOf('/blocks')).map(({ network }) => network);
    expect(networks).toContain('203.0.112.0/22');
    expect(networks).not.toContain('203.0.113.0/24');
  });

  it('are found by an address within them, and end when staff say so, for a reason', async () => {
    const wish = { network: '198.51.104.0/23', reason: 'Scanning', minutes: null };
    const { body: made } = await call('POST', '/blocks', wish);
    const found = async (address: string, state = 'active') =>
      (await rowsOf(`/blocks?address=${address}&state=${state}`)).map(({ id }) => id);
    for (const address of ['198.51.105.7', '198.51.105.0/24', '198.51.104.0/21'])
      expect([address, await found(address)]).toEqual([address, [made.id]]);
    expect(await found('198.51.106.1')).toEqual([]);
    expect(await found('198.51.105.7', 'ended')).toEqual([]);
    expect((await call('GET', '/blocks?address=somewhere')).status).toBe(422);

    const path = `/blocks/${String(made.id)}`;
    expect((await call('PATCH', path, { minutes: 10 })).status).toBe(422);
    const changed = await call('PATCH', path, { minutes: 10, reason: 'Not for good' });
    expect(changed.body).toMatchObject({ id: made.id, reason: 'Scanning', liftedAt: null });
    const left = (Date.parse(String(changed.body.endsAt)) - Date.now()) / 60_000;
    expect(left).toBeGreaterThan(8);
    expect(left).toBeLessThanOrEqual(10);
    const wait = Number((await ping('198.51.105.7')).headers.get('retry-after'));
    expect(wait).toBeLessThanOrEqual(600);
    await call('POST', `${path}/lift`, { reason: 'Enough' });
    const late = await call('PATCH', path, { minutes: 10, reason: 'Once more' });
    expect(late.status).toBe(404);
    expect(await found('198.51.105.7', 'ended')).toEqual([made.id]);
  });

  it('never lock their maker out without being told', async () => {
    const own = { network: '192.0.2.0/24', reason: 'A test of it', minutes: 10 };
    const send = (body: unknown) =>
      api.call('POST', '/security/blocks', { token: staff, body, headers: from('192.0.2.10') });
    expect((await send(own)).body.code).toBe('own_address');
    expect((await send({ ...own, confirm: true })).status).toBe(201);
    expect((await send(own)).body.code).toBe('address_blocked');
    const loopback = { network: '::/0', reason: 'Everything', minutes: 10 };
    expect((await call('POST', '/blocks', loopback)).body.code).toBe('own_address');
    const exempt = { network: '127.0.0.1', reason: 'Ourselves', minutes: 10, confirm: true };
    expect((await call('POST', '/blocks', exempt)).body.code).toBe('network_allowed');
  });

  it('are raced by nobody: of overlapping ones at once one stands', async () => {
    const wish = { network: '198.18.0.0/15', reason: 'Racing', minutes: 10 };
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => call('POST', '/blocks', wish)),
    );
    expect(statuses(answers).every((status) => status === 201)).toBe(true);
    const standing = (await rowsOf('/blocks')).filter(({ network }) => network === wish.network);
    expect(standing).toHaveLength(1);
  });
});

describe('addresses that are never blocked', () => {
  it('fail as often as they like, and no detection looks at them', async () => {
    const office = '198.51.100.99';
    const allowed = await call('POST', '/allowed-networks', { network: office, reason: 'Office' });
    expect(allowed.status).toBe(201);
    await failFrom(office, 12, (index) => `office${index}@example.com`);
    await expect.poll(async () => (await rowsOf(`/attempts?address=${office}`)).length).toBe(12);
    expect((await ping(office)).status).toBe(200);
    const subjects = (await rowsOf('/alerts')).map(({ subject }) => subject);
    expect(subjects).not.toContain(`${office}/32`);
    const listed = await rowsOf('/allowed-networks');
    expect(listed.map(({ network }) => network)).toEqual([
      '127.0.0.0/8',
      '::1/128',
      `${office}/32`,
    ]);
    const again = await call('POST', '/allowed-networks', { network: office, reason: 'Office' });
    expect(again.status).toBe(409);
    const remove = `/allowed-networks/${String(allowed.body.id)}/remove`;
    expect((await call('POST', remove, { reason: 'Moved out' })).status).toBe(204);
    await failFrom(office, 1, () => 'office99@example.com');
    await blocked(office);
  });
});

describe('attack 26: an address that somebody only claims', () => {
  it('blocks nobody else: without a trusted proxy the peer itself counts', async () => {
    const other = await startGatehouse({ GATEHOUSE_BLOCK_EXEMPT: 'none' });
    try {
      const direct = new Api(other.url);
      const attempt = (index: number) =>
        direct.call('POST', '/auth/login', {
          body: { email: `claimed${index}@example.com`, password: 'whatever it is' },
          headers: from('198.51.100.1'),
        });
      for (let index = 0; index < 10; index += 1) await attempt(index);
      const health = () => direct.call('GET', '/health/live', { headers: from('198.51.100.2') });
      await expect.poll(async () => (await health()).status).toBe(403);
    } finally {
      await other.stop();
    }
  });
});

describe('a block of one instance', () => {
  it('holds on the other a moment later, and is lifted there', async () => {
    const two = await startTwoInstances(await createTestDatabase(), {
      GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
    });
    try {
      const { access } = await two.left.setUp(two.setupUrl, 'owner@example.com');
      const { access: token } = await two.left.turnOnTotp(access);
      const ask = (instance: Api) => async () =>
        (await instance.call('GET', '/health/live', { headers: from('198.51.100.7') })).status;
      const body = { network: '198.51.100.0/24', reason: 'A test', minutes: 10 };
      const made = await two.left.call('POST', '/security/blocks', { token, body });
      expect(made.status).toBe(201);
      expect(await ask(two.left)()).toBe(403);
      // Sooner than every list is read again, which is after ten seconds.
      await expect.poll(ask(two.right)).toBe(403);
      const lift = `/security/blocks/${String(made.body.id)}/lift`;
      const reason = { reason: 'Over' };
      const lifted = await two.right.call('POST', lift, { token, body: reason });
      expect(lifted.status).toBe(204);
      await expect.poll(ask(two.left)).toBe(200);
    } finally {
      await two.stop();
    }
  });
});

describe('refused API keys', () => {
  it('are told of together, and raise an alert where there are many', async () => {
    const scopes = { name: 'Script', environment: 'live', scopes: ['audit:read'] };
    const made = await api.call('POST', '/api-keys', { token: staff, body: scopes });
    const { id, secret } = made.body as { id: string; secret: string };
    await api.call('DELETE', `/api-keys/${id}`, { token: staff });
    const use = () =>
      api.call('GET', '/audit-logs', {
        headers: { 'x-api-key': secret, ...from('198.51.100.40') },
      });
    expect(statuses(await Promise.all(Array.from({ length: 25 }, use)))).toEqual(
      Array(25).fill(401),
    );
    await expect
      .poll(async () => (await rowsOf('/alerts')).map(({ detection }) => detection), {
        timeout: 10_000,
      })
      .toContain('api_key_misuse');
    const attempts = await rowsOf('/attempts?kind=api_key');
    expect(attempts.length).toBeLessThanOrEqual(3);
    expect(attempts.reduce((sum, { tries }) => sum + Number(tries), 0)).toBe(25);
  });
});

describe('memory that runs out', () => {
  it('is alerted once, however long it goes on', async () => {
    const own = await createTestDatabase();
    const small = await startGatehouse({
      DATABASE_URL: own.url,
      GATEHOUSE_MEMORY_LIMIT_MB: '30',
      GATEHOUSE_WATCH_SECONDS: '1',
    });
    try {
      const instance = new Api(small.url);
      const { access } = await instance.setUp(small.setupUrl, 'owner@example.com');
      const { access: token } = await instance.turnOnTotp(access);
      const listed = async () =>
        (await instance.call('GET', '/security/alerts', { token })).body.data as Record<
          string,
          unknown
        >[];
      await expect
        .poll(async () => Number((await listed())[0]?.occurrences ?? 0))
        .toBeGreaterThan(2);
      expect(await listed()).toMatchObject([{ detection: 'high_memory', state: 'open' }]);
      const raised = await query(
        own.url,
        `SELECT FROM security.outbox WHERE type = 'alert.raised'`,
      );
      expect(raised).toHaveLength(1);
    } finally {
      await small.stop();
      await own.drop();
    }
  });
});

describe('who may see the monitor', () => {
  it('is staff of the installation', async () => {
    expect((await call('GET', '/attempts', undefined, employee)).status).toBe(403);
    expect((await call('GET', '/metrics', undefined, employee)).status).toBe(403);
  });
});

import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { Api, type Tokens, password } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { TestSocket } from './harness/sockets.js';

let database: TestDatabase;
let gatehouse: RunningGatehouse;
let api: Api;
let staff: Tokens;
const sockets: TestSocket[] = [];

async function open(token: unknown, headers?: Record<string, string>): Promise<TestSocket> {
  const socket = await TestSocket.open(gatehouse.url, token, headers);
  sockets.push(socket);
  return socket;
}

beforeAll(async () => {
  database = await createTestDatabase();
  gatehouse = await startGatehouse({
    DATABASE_URL: database.url,
    GATEHOUSE_SOCKETS_PER_USER: '5',
    GATEHOUSE_TRUSTED_PROXIES: '127.0.0.1',
  });
  api = new Api(gatehouse.url);
  const owner = await api.setUp(gatehouse.setupUrl, 'ada@example.com');
  staff = await api.turnOnTotp(owner.access);
});

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.close();
});
afterAll(async () => {
  await gatehouse?.stop();
  await database?.drop();
});

describe('the door', () => {
  it('lets in whoever may call the API with the same token', async () => {
    expect((await open(staff.access)).connected).toBe(true);
  });

  it.each([
    ['no token', undefined],
    ['an object', { $ne: null }],
    ['a text that is no token', 'x.y.z'],
    ['an API key', `gh_live_${'a'.repeat(43)}`],
  ])('refuses %s', async (_what, token) => {
    const socket = await open(token);
    expect(socket).toMatchObject({ connected: false, refusal: 'unauthenticated' });
  });

  it('attack 11: refuses a token that only opens the enrolment of a second factor', async () => {
    const { access } = await api.add(staff.access, 'manager@example.com', 'MANAGER');
    expect(await open(access)).toMatchObject({ connected: false, refusal: 'enrolment_required' });
  });

  it('refuses pages of other origins, and lets those of its own in', async () => {
    const foreign = await open(staff.access, { origin: 'https://evil.example' });
    expect(foreign.connected).toBe(false);
    const sandboxed = await open(staff.access, { origin: 'null' });
    expect(sandboxed.connected).toBe(false);
    expect((await open(staff.access, { origin: gatehouse.url })).connected).toBe(true);
  });

  it('opens no more sockets for one person than it should', async () => {
    const { access } = await api.newPerson('many@example.com');
    const opened = [];
    for (let count = 0; count < 6; count += 1) opened.push(await open(access));
    expect(opened.map(({ connected }) => connected)).toEqual([true, true, true, true, true, false]);
    expect(opened[5]?.refusal).toBe('too_many_requests');
  });

  it('opens no more of them when all come at once, and counts those that were closed off', async () => {
    const { access } = await api.newPerson('crowd@example.com');
    const crowd = await Promise.all(Array.from({ length: 12 }, () => open(access)));
    expect(crowd.filter(({ connected }) => connected)).toHaveLength(5);
    for (const socket of crowd) socket.close();
    await expect.poll(async () => (await open(access)).connected).toBe(true);
  });

  it('refuses a blocked address, and closes the sockets that it has', async () => {
    const from = { 'x-forwarded-for': '198.51.100.7' };
    const early = await open(staff.access, from);
    const elsewhere = await open(staff.access);
    expect(early.connected).toBe(true);
    const blocked = await api.call('POST', '/api/v1/security/blocks', {
      token: staff.access,
      body: { network: '198.51.100.7', reason: 'Hostile', minutes: 5 },
    });
    expect(blocked.status).toBe(201);
    await expect.poll(async () => (await open(staff.access, from)).connected).toBe(false);
    await expect.poll(() => early.connected).toBe(false);
    expect(elsewhere.connected).toBe(true);
  });

  it('attack 27: answers other upgrades and long polling as any other request', async () => {
    const polling = await fetch(`${gatehouse.url}/socket.io/?EIO=4&transport=polling`);
    expect(polling.status).toBe(404);
    expect(polling.headers.get('content-type')).toContain('application/problem+json');
    const answer = await raw(
      'GET /health/live HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: h2c\r\n\r\n',
    );
    expect(answer).toContain('HTTP/1.1 200');
    expect(answer).toContain('content-security-policy');
  });
});

describe('a socket', () => {
  it('attack 20: is closed at once when its session ends, and hears why', async () => {
    const { access } = await api.newPerson('leaver@example.com');
    const [one, other] = [await open(access), await open(access)];
    const bystander = await open(staff.access);
    expect((await api.call('POST', '/auth/logout', { token: access })).status).toBe(204);
    await expect.poll(() => one.connected || other.connected).toBe(false);
    expect(one.of('session:ended')).toEqual([{ reason: 'ended' }]);
    expect(bystander.connected).toBe(true);
    expect((await open(access)).refusal).toBe('unauthenticated');
  });

  it('attack 16: is closed when a password change ends its session elsewhere', async () => {
    const { access } = await api.newPerson('changer@example.com');
    const elsewhere = await api.tokensOf('changer@example.com');
    const socket = await open(elsewhere.access);
    const changed = await api.call('POST', '/auth/password/change', {
      token: access,
      body: { currentPassword: password, newPassword: 'another long passphrase 8' },
    });
    expect(changed.status).toBeLessThan(300);
    await expect.poll(() => socket.connected).toBe(false);
  });

  it('goes on with a fresh token of its own session, and with no other', async () => {
    const { access, refresh } = await api.newPerson('renewer@example.com');
    const socket = await open(access);
    const fresh = await api.refresh(refresh);
    const token = String(fresh.body.accessToken);
    expect(await socket.send('authenticate', { token })).toMatchObject({ ok: true });
    const foreign = await socket.send('authenticate', { token: staff.access });
    expect(foreign).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    const forged = await socket.send('authenticate', { token: `${token}x` });
    expect(forged).toMatchObject({ ok: false, error: { code: 'unauthenticated' } });
    expect(socket.connected).toBe(true);
  });

  it('answers events that make no sense, and stays', async () => {
    const socket = await open(staff.access);
    const strange: [string, unknown, string][] = [
      ['no:such-event', 1, 'not_found'],
      ['__proto__', {}, 'not_found'],
      ['constructor', {}, 'not_found'],
      ['authenticate', null, 'validation_failed'],
      ['authenticate', { token: 7 }, 'validation_failed'],
      ['authenticate', Buffer.alloc(64), 'validation_failed'],
    ];
    for (const [event, data, code] of strange)
      expect(await socket.send(event, data)).toMatchObject({ ok: false, error: { code } });
    expect(socket.connected).toBe(true);
  });

  it('attack 30: is closed by a message that is too large or no message, and nobody else is', async () => {
    const [large, broken, bystander] = await Promise.all([
      open(staff.access),
      open(staff.access),
      open(staff.access),
    ]);
    large.socket.emit('authenticate', { token: 'x'.repeat(20_000) }, () => {});
    const { engine } = broken.socket.io;
    engine.write('2/realtime,["authenticate",{');
    await expect.poll(() => large.connected || broken.connected).toBe(false);
    expect((await bystander.send('leave:monitoring')).ok).toBe(true);
  });

  it('slows down whoever sends without end, and closes them when they go on', async () => {
    const { access } = await api.newPerson('flood@example.com');
    const socket = await open(access);
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => socket.send('leave:monitoring')),
    );
    const refused = answers.filter((answer) => !answer.ok);
    expect(refused.length).toBeGreaterThan(20);
    for (let count = 0; count < 200; count += 1)
      socket.socket.emit('leave:monitoring', undefined, () => {});
    await expect.poll(() => socket.connected).toBe(false);
  });
});

describe('the room monitoring', () => {
  it('is for staff: others are refused and hear nothing', async () => {
    const { access } = await api.newPerson('curious@example.com');
    const [watcher, curious] = [await open(staff.access), await open(access)];
    const refused = await curious.send('join:monitoring');
    expect(refused).toMatchObject({ ok: false, error: { code: 'forbidden' } });
    expect((await watcher.send('join:monitoring')).ok).toBe(true);
    await api.signIn('nobody@example.com', 'wrong');
    await expect
      .poll(() => watcher.of('monitoring:login-attempt'))
      .toContainEqual(
        expect.objectContaining({
          outcome: 'failure',
          identifier: 'nobody@example.com',
          reason: 'wrong_credentials',
          userId: null,
          clientAddress: '127.0.0.1',
        }),
      );
    expect(curious.of('monitoring:login-attempt')).toEqual([]);
  });

  it('tells of refused codes, refresh tokens that came back and refused API keys as they happen', async () => {
    const watcher = await open(staff.access);
    await watcher.send('join:monitoring');
    const { access } = await api.newPerson('coder@example.com');
    const protectedOnes = await api.turnOnTotp(access);
    const tempToken = await api.challengeOf('coder@example.com');
    const wrong = { tempToken, method: 'totp', code: '000000' };
    await api.call('POST', '/auth/2fa/verify', { body: wrong });
    let { refresh } = protectedOnes;
    for (let turn = 0; turn < 2; turn += 1)
      refresh = String((await api.refresh(refresh)).body.refreshToken);
    await api.refresh(protectedOnes.refresh);
    const key = { name: 'Script', scopes: ['user:read'] };
    const made = await api.call('POST', '/api-keys', { token: staff.access, body: key });
    await api.call('DELETE', `/api-keys/${String(made.body.id)}`, { token: staff.access });
    await api.call('GET', '/users', { headers: { 'x-api-key': String(made.body.secret) } });
    const reasons = () => watcher.of('monitoring:login-attempt').map(({ reason }) => reason);
    await expect
      .poll(reasons)
      .toEqual(expect.arrayContaining(['wrong_code', 'token_reused', 'unknown_key']));
  });

  it('tells of sign-ins too, once each, until the socket leaves', async () => {
    const [watcher, stays] = [await open(staff.access), await open(staff.access)];
    for (const socket of [watcher, stays]) await socket.send('join:monitoring');
    await api.newPerson('visitor@example.com');
    const seenBy = (socket: TestSocket) =>
      socket
        .of('monitoring:login-attempt')
        .filter(({ identifier }) => identifier === 'visitor@example.com');
    await expect.poll(() => seenBy(watcher)).toHaveLength(1);
    expect(seenBy(watcher)[0]).toMatchObject({ outcome: 'success', method: 'pwd' });
    await watcher.send('leave:monitoring');
    await api.signIn('visitor@example.com');
    await expect.poll(() => seenBy(stays)).toHaveLength(2);
    expect(seenBy(watcher)).toHaveLength(1);
  });
});

describe('notifications', () => {
  const notify = async (email: string) => {
    const [row] = await query(
      database.url,
      `INSERT INTO notifications.notifications
         (id, user_id, category, title, body, created_at, shown_at)
       SELECT uuidv7(), id, 'security', 'A title', 'A body', now(), now()
         FROM identity.users WHERE email = $1 RETURNING id`,
      [email],
    );
    return row?.id;
  };

  it('are told to their person alone, on every socket that asked, and nothing is missed', async () => {
    const reader = await api.newPerson('reader@example.com');
    const other = await api.newPerson('other@example.com');
    const [one, two, deaf, stranger] = [
      await open(reader.access),
      await open(reader.access),
      await open(reader.access),
      await open(other.access),
    ];
    expect(await one.send('subscribe:notifications')).toEqual({
      ok: true,
      data: { missed: [], hasMore: false },
    });
    expect((await two.send('subscribe:notifications', {})).ok).toBe(true);
    // C32: whose notifications a socket gets, the token says, whatever else is sent.
    const { body: me } = await api.call('GET', '/auth/profile', { token: reader.access });
    expect(me.email).toBe('reader@example.com');
    expect((await stranger.send('subscribe:notifications', String(me.id))).ok).toBe(true);
    const first = await notify('reader@example.com');
    for (const socket of [one, two])
      await expect.poll(() => socket.of('notification:new').map(({ id }) => id)).toContain(first);
    one.close();
    const second = await notify('reader@example.com');
    const back = await open(reader.access);
    const answer = await back.send('subscribe:notifications', { since: first });
    expect(answer).toMatchObject({ ok: true, data: { missed: [{ id: second }], hasMore: false } });
    for (let index = 0; index < 100; index += 1) await notify('reader@example.com');
    const many = await back.send('subscribe:notifications', { since: first });
    expect(many).toMatchObject({ data: { missed: { length: 100 }, hasMore: true } });
    const seen = await api.call('POST', '/api/v1/notifications/seen', { token: reader.access });
    expect(seen.status).toBe(204);
    await expect
      .poll(() => back.of('notification:changed').map(({ notificationId }) => notificationId))
      .toEqual(expect.arrayContaining([first, second]));
    expect(deaf.of('notification:new')).toEqual([]);
    // What happens to the stranger may be told to them.
    const overheard = stranger.of('notification:new').map(({ id }) => id);
    expect(overheard.filter((id) => id === first || id === second)).toEqual([]);
  });
});

it('pushes how the installation stands to whoever watches', async () => {
  const watcher = await open(staff.access);
  await watcher.send('join:monitoring');
  await expect.poll(() => watcher.of('monitoring:security-metrics')).toHaveLength(1);
  expect(watcher.of('monitoring:security-metrics')[0]).toMatchObject({ activeBlocks: 1 });
});

it('counts sockets and events', async () => {
  await open(staff.access);
  const metrics = await (await fetch(`${gatehouse.url}/metrics`)).text();
  expect(metrics).toMatch(/realtime_sockets\{[^}]*\} [1-9]/);
  expect(metrics).toMatch(/realtime_events_total\{event="monitoring:login-attempt"[^}]*\} [1-9]/);
});

it('closes its sockets when it stops, and does not wait for them', async () => {
  const own = await startGatehouse();
  const { access } = await new Api(own.url).newPerson('last@example.com');
  const socket = await TestSocket.open(own.url, access);
  const begun = performance.now();
  await own.stop();
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(socket.connected).toBe(false);
  socket.close();
});

/** What the server answers to bytes. */
function raw(request: string): Promise<string> {
  const { hostname, port } = new URL(gatehouse.url);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => socket.write(request));
    socket.on('data', (chunk) => (answer += chunk.toString()));
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
  });
}

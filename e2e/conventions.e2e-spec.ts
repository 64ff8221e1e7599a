import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { launchGatehouse } from './harness/launch.js';

const nobodysMailServer = 'smtp://127.0.0.1:9';

describe('what every route keeps to', () => {
  let gatehouse: RunningGatehouse;
  let api: Api;
  let token: string;
  beforeAll(async () => {
    gatehouse = await startGatehouse();
    api = new Api(gatehouse.url);
    const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
    token = (await api.turnOnTotp(access)).access;
  });
  afterAll(() => gatehouse?.stop());

  it('a list that goes on links to its next page (RFC 8288), and the last one to none', async () => {
    await api.add(token, 'grace@example.com', 'EMPLOYEE');
    const first = await api.call('GET', '/users?limit=1', { token });
    const [, next = ''] = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '') ?? [];
    const { cursor } = Object.fromEntries(new URL(next, gatehouse.url).searchParams);
    expect(cursor).toBe((first.body.page as { nextCursor: string }).nextCursor);
    const last = await api.call('GET', next, { token });
    expect(last.status).toBe(200);
    expect(last.body.data).not.toEqual(first.body.data);
    expect(last.body.page).toMatchObject({ hasMore: false });
    expect(last.headers.get('link')).toBeNull();
  });

  it('a request has the id that its sender gave it, in the answer and in a problem', async () => {
    const headers = { 'x-request-id': 'from-the-sender.1' };
    const problem = await api.call('GET', '/users', { headers });
    expect(problem.headers.get('x-request-id')).toBe('from-the-sender.1');
    expect(problem.body.requestId).toBe('from-the-sender.1');
    const good = await api.call('GET', '/auth/validate', { headers, token });
    expect(good.headers.get('x-request-id')).toBe('from-the-sender.1');
  });

  it.each(['short', 'x'.repeat(65), 'with a space'])(
    'an id such as "%s" is replaced by one of ours',
    async (sent) => {
      const { headers } = await api.call('GET', '/users', { headers: { 'x-request-id': sent } });
      expect(headers.get('x-request-id')).toMatch(/^[\w.-]{8,64}$/);
      expect(headers.get('x-request-id')).not.toBe(sent);
    },
  );

  it.each([
    ['a person', async () => `/users/${(await api.add(token, 'e@example.com', 'EMPLOYEE')).id}`],
    ['the own profile', async () => '/auth/profile'],
  ])('%s is changed under If-Match by whoever knows it as it is', async (_what, pathOf) => {
    const route = await pathOf();
    const known = (await api.call('GET', route, { token })).headers.get('etag') ?? '';
    const rename = (firstName: string) =>
      api.call('PATCH', route, { token, body: { firstName }, headers: { 'if-match': known } });
    const changed = await rename('First');
    expect(changed.status).toBe(200);
    expect(changed.headers.get('etag')).not.toBe(known);
    const late = await rename('Second');
    expect(late.status).toBe(412);
    expect(late.body.code).toBe('precondition_failed');
    expect((await api.call('GET', route, { token })).body.firstName).toBe('First');
  });

  it('whoever may registers, and reads the mails that were caught (negative control)', async () => {
    expect((await api.apply('new@example.com')).status).toBe(202);
    expect((await api.call('GET', '/dev/mailbox')).status).toBe(200);
  });
});

describe('the mailbox of an installation that listens on all addresses', () => {
  /** An address of this machine that is not loopback: whoever calls there comes from there. */
  const outward = Object.values(networkInterfaces())
    .flatMap((addresses = []) => addresses)
    .find(({ internal, family }) => !internal && family === 'IPv4')?.address;
  const mailboxAt = async (origin: string, headers: Record<string, string> = {}) =>
    new Api(origin).call('GET', '/dev/mailbox', { headers });

  it('attack 26: answers this machine alone, whatever a header says', async () => {
    const gatehouse = await startGatehouse({ HOST: '0.0.0.0' });
    const { port } = new URL(gatehouse.url);
    const here = `http://127.0.0.1:${port}`;
    try {
      expect((await mailboxAt(here)).status).toBe(200);
      const passedOn = await mailboxAt(here, { 'x-forwarded-for': '127.0.0.1' });
      expect([passedOn.status, passedOn.body.code]).toEqual([403, 'forbidden']);
      expect(passedOn.body.detail).toContain('GATEHOUSE_OPEN_MAILBOX');
      if (outward === undefined) return;
      const there = `http://${outward}:${port}`;
      expect((await mailboxAt(there)).status).toBe(403);
      expect((await mailboxAt(there, { 'x-forwarded-for': '127.0.0.1' })).status).toBe(403);
    } finally {
      await gatehouse.stop();
    }
  });

  it('answers everybody where a variable says so (negative control)', async () => {
    const gatehouse = await startGatehouse({ HOST: '0.0.0.0', GATEHOUSE_OPEN_MAILBOX: 'true' });
    const { port } = new URL(gatehouse.url);
    try {
      for (const host of ['127.0.0.1', outward ?? '127.0.0.1'])
        expect((await mailboxAt(`http://${host}:${port}`)).status).toBe(200);
      const passedOn = { 'x-forwarded-for': '198.51.100.7' };
      expect((await mailboxAt(`http://127.0.0.1:${port}`, passedOn)).status).toBe(200);
    } finally {
      await gatehouse.stop();
    }
  });
});

it('with a mail server there is no mailbox to read; without registration there is none', async () => {
  const gatehouse = await startGatehouse({
    SMTP_URL: nobodysMailServer,
    GATEHOUSE_REGISTRATION: 'false',
  });
  try {
    const api = new Api(gatehouse.url);
    expect((await api.call('GET', '/dev/mailbox')).status).toBe(404);
    const refused = await api.apply('new@example.com');
    expect([refused.status, refused.body.code]).toEqual([403, 'registration_disabled']);
  } finally {
    await gatehouse.stop();
  }
});

it('in production mode there is no mailbox to read', async () => {
  const database = await createTestDatabase();
  const data = await mkdtemp(path.join(tmpdir(), 'gatehouse-production-'));
  const environment = {
    NODE_ENV: 'production',
    DATABASE_URL: database.url,
    PUBLIC_URL: 'https://id.example.com',
    SMTP_URL: nobodysMailServer,
    GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
    GATEHOUSE_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    GATEHOUSE_RATE_LIMITS: 'true',
  };
  const running = await launchGatehouse({ data, ready: /setup\?token=/, environment });
  try {
    expect((await new Api(running.url).call('GET', '/dev/mailbox')).status).toBe(404);
  } finally {
    await running.stop();
    await database.drop();
    await rm(data, { recursive: true, force: true });
  }
});

import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Session } from '@gatehouse/contracts/identity/sessions';
import { ConnectionError, createClient, ProblemError, type ClientOptions } from './client.js';

interface Sent {
  url: string;
  init: RequestInit;
}

/** Answers with the given responses in turn and remembers what was sent. */
const stub = (answers: (Response | Error)[], options: Partial<ClientOptions> = {}) => {
  const sent: Sent[] = [];
  const client = createClient({
    baseUrl: 'http://gatehouse.test/',
    fetch: (input, init) => {
      sent.push({ url: typeof input === 'string' ? input : '', init: init ?? {} });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('nothing left to answer');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    ...options,
  });
  const body = (index: number): unknown => {
    const raw = sent[index]?.init.body;
    return typeof raw === 'string' ? JSON.parse(raw) : undefined;
  };
  const header = (index: number, name: string) => new Headers(sent[index]?.init.headers).get(name);
  return { client, sent, header, body };
};

const json = (body: unknown, status = 200, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify(body), { status, headers });

const refusal = (code: string, status: number, headers: Record<string, string> = {}) =>
  json(
    {
      type: `https://gatehouse.test/errors/${code}`,
      title: 'No',
      status,
      instance: '/',
      code,
      errors: [{ pointer: '/email', message: 'must be an e-mail address' }],
      requestId: 'request-1',
    },
    status,
    { 'content-type': 'application/problem+json', ...headers },
  );

const caught = async (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

describe('the typed client', () => {
  it('puts method, parameters and query of the contract into the request', async () => {
    const page = { data: [], page: { nextCursor: null, hasMore: false } };
    const { client, sent } = stub([json(page), new Response(null, { status: 204 })]);

    const answer = await client.sessions.list({ query: { limit: 10, cursor: undefined } });
    await client.sessions.revoke({ params: { id: 'a/b' } });

    expectTypeOf(answer.data).toEqualTypeOf<Session[]>();
    expect(answer).toEqual(page);
    expect(sent.map(({ url, init }) => `${init.method} ${url}`)).toEqual([
      'GET http://gatehouse.test/api/v1/auth/sessions?limit=10',
      'DELETE http://gatehouse.test/api/v1/auth/sessions/a%2Fb',
    ]);
  });

  it.each(['', '.', '..'])('calls no other route by the parameter "%s"', async (id) => {
    const { client, sent } = stub([]);
    expect(await caught(client.sessions.revoke({ params: { id } }))).toBeInstanceOf(TypeError);
    expect(sent).toEqual([]);
  });

  it('calls routes at the root without the version prefix', async () => {
    const { client, sent } = stub([json({ status: 'ok' })]);
    await client.platform.live();
    expect(sent[0]?.url).toBe('http://gatehouse.test/health/live');
  });

  it('sends the body as JSON and no token on a public route', async () => {
    const { client, body, header } = stub([json({})], { accessToken: () => 'token' });
    await client.signIn.login({ body: { email: 'a@b.test', password: 'x', delivery: 'cookie' } });
    expect(body(0)).toEqual({
      email: 'a@b.test',
      password: 'x',
      delivery: 'cookie',
    });
    expect(header(0, 'content-type')).toBe('application/json');
    expect(header(0, 'authorization')).toBeNull();
  });

  it('sends the token, the idempotency key and further headers where asked', async () => {
    const { client, header } = stub([json({})], { accessToken: () => Promise.resolve('token') });
    await client.users.create({
      body: { email: 'a@b.test', firstName: 'A', lastName: 'B', role: 'EMPLOYEE' },
      idempotencyKey: 'key-1',
      ifMatch: '"3"',
      headers: { 'x-csrf-token': 'csrf' },
    });
    expect(header(0, 'authorization')).toBe('Bearer token');
    expect(header(0, 'idempotency-key')).toBe('key-1');
    expect(header(0, 'if-match')).toBe('"3"');
    expect(header(0, 'x-csrf-token')).toBe('csrf');
  });

  it('sends a call that was not answered again under its key, and every other under a new one', async () => {
    let made = 0;
    const lost = new TypeError('fetch failed');
    const unheard = [lost, refusal('overloaded', 503), refusal('idempotency_key_in_progress', 409)];
    const heard = [json({}, 202), json({}, 202), refusal('conflict', 409), json({}, 202)];
    const { client, header } = stub([...unheard, ...heard, lost], {
      newIdempotencyKey: () => `key-${(made += 1)}`,
    });
    const test = (id: string) => caught(client.webhooks.test({ params: { id } }));
    for (const id of ['a', 'a', 'a', 'a', 'a', 'a', 'a', 'b']) await test(id);
    const keys = Array.from({ length: 8 }, (_, index) => header(index, 'idempotency-key'));
    const later = ['key-2', 'key-3', 'key-4', 'key-5'];
    expect(keys).toEqual(['key-1', 'key-1', 'key-1', 'key-1', ...later]);
  });

  it('throws the parsed problem with the seconds to wait', async () => {
    const { client } = stub([refusal('sign_in_delayed', 429, { 'retry-after': '30' })]);
    const error = await caught(client.signIn.login({ body: { email: 'x', password: 'y' } }));
    expect(error).toBeInstanceOf(ProblemError);
    expect(error).toMatchObject({
      code: 'sign_in_delayed',
      status: 429,
      retryAfter: 30,
      requestId: 'request-1',
      errors: [{ pointer: '/email' }],
    });
  });

  it('reads a date in Retry-After', async () => {
    const date = new Date(Date.now() + 90_000).toUTCString();
    const { client } = stub([refusal('overloaded', 503, { 'retry-after': date })]);
    const error = await caught(client.setup.status());
    const retryAfter = error instanceof ProblemError ? error.retryAfter : undefined;
    expect(retryAfter).toBeGreaterThan(85);
    expect(retryAfter).toBeLessThanOrEqual(90);
  });

  it("makes a problem of a proxy's page that is not one", async () => {
    const page = new Response('<h1>Bad Gateway</h1>', {
      status: 502,
      headers: { 'x-request-id': 'edge-1' },
    });
    const { client } = stub([page]);
    const error = await caught(client.profile.get());
    expect(error).toMatchObject({ code: 'internal', status: 502, requestId: 'edge-1' });
  });

  it('tells an unreachable server from one that refuses', async () => {
    const { client } = stub([new TypeError('fetch failed')]);
    expect(await caught(client.setup.status())).toBeInstanceOf(ConnectionError);
  });

  it('sends a call once more, with the new token, when the session could be renewed', async () => {
    let token = 'old';
    let renewals = 0;
    const { client, header } = stub([refusal('unauthenticated', 401), json({ id: '1' })], {
      accessToken: () => token,
      onUnauthenticated: () => {
        renewals += 1;
        token = 'new';
        return true;
      },
    });
    await expect(client.profile.get()).resolves.toEqual({ id: '1' });
    expect([header(0, 'authorization'), header(1, 'authorization')]).toEqual([
      'Bearer old',
      'Bearer new',
    ]);
    expect(renewals).toBe(1);
  });

  it('sends a call once more when the person has proved again who they are, and only then', async () => {
    for (const proved of [true, false]) {
      const { client, sent } = stub([refusal('reauthentication_required', 403), json({})], {
        onReauthenticationRequired: () => proved,
      });
      const call = client.twoFactor.setupTotp();
      if (proved) await call;
      else await expect(call).rejects.toMatchObject({ code: 'reauthentication_required' });
      expect(sent).toHaveLength(proved ? 2 : 1);
    }
  });

  it('gives up after one renewal, and asks for none when credentials were wrong', async () => {
    let renewals = 0;
    const { client, sent } = stub(
      [
        refusal('unauthenticated', 401),
        refusal('unauthenticated', 401),
        refusal('invalid_credentials', 401),
      ],
      { onUnauthenticated: () => (renewals += 1) > 0 },
    );
    await expect(client.profile.get()).rejects.toMatchObject({ code: 'unauthenticated' });
    const body = { currentPassword: 'x', newPassword: 'y' };
    await expect(client.passwords.change({ body })).rejects.toMatchObject({
      code: 'invalid_credentials',
    });
    expect(sent).toHaveLength(3);
    expect(renewals).toBe(1);
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type Tokens } from '../harness/api.js';
import { type GatehouseProcess, launchGatehouse } from '../harness/launch.js';

type Body = NonNullable<RequestInit['body']>;

let data: string;
let gatehouse: GatehouseProcess;
let api: Api;
let boss: Tokens;
let employee: Tokens & { id: string };

beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'gatehouse-raw-'));
  gatehouse = await launchGatehouse({ data, ready: /https?:\/\/\S+\/setup\?token=[\w.~-]+/ });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.said, 'boss@example.com');
  boss = await api.turnOnTotp(access);
  employee = await api.add(boss.access, 'employee@example.com', 'EMPLOYEE');
});
afterAll(async () => {
  await gatehouse?.stop();
  await rm(data, { recursive: true, force: true });
});

/** Sends bytes as they are. @returns all that came back until the connection ended. */
const raw = (bytes: string): Promise<string> =>
  new Promise((resolve) => {
    const socket = connect(Number(new URL(gatehouse.url).port), '127.0.0.1');
    let answer = '';
    const done = () => {
      socket.destroy();
      resolve(answer);
    };
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
    socket.on('end', done).on('error', done).on('close', done);
    // Longer than the server waits for anything here; a request that never ends is its own answer.
    socket.setTimeout(20_000, done);
    socket.write(bytes, 'latin1');
  });
const statusesOf = (answer: string) =>
  [...answer.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
const host = () => `Host: ${new URL(gatehouse.url).host}\r\n`;
const bearer = (token: string) => `Authorization: Bearer ${token}\r\n`;
const end = 'Connection: close\r\n\r\n';

describe('attack 27: no spelling of a request walks past the guard', () => {
  it.each([
    'http://localhost/api/v1/users',
    'http://evil.test/api/v1/users',
    'http://user:pass@localhost/api/v1/users',
    'HTTP://LOCALHOST/api/v1/users',
    '//api/v1/users',
    '//users',
    '/%75sers',
    '/users/',
    '/api/v1//users',
    '/api/v1/%2e/users',
    '/api/v1/../v1/users',
    '/api/v1/users;a=b',
    '/api/v1/users%00',
    '/api/v1/users%2f',
    '/api/v1/%2e%2e/v1/users',
    '/API/V1/USERS',
    '\\api\\v1\\users',
    '/api/v1/users#x',
    '*',
    'users',
  ])('%s without a token opens nothing', async (target) => {
    const [status, ...more] = statusesOf(await raw(`GET ${target} HTTP/1.1\r\n${host()}${end}`));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(more).toEqual([]);
  });

  it('HEAD opens no more than GET does', async () => {
    const [status] = statusesOf(await raw(`HEAD /api/v1/users HTTP/1.1\r\n${host()}${end}`));
    expect(status).toBe(401);
  });

  it.each(['http://localhost', 'http://evil.test'])(
    'an absolute address at %s opens no more than the path does',
    async (origin) => {
      const ask = (token: string) =>
        raw(`GET ${origin}/api/v1/users HTTP/1.1\r\n${host()}${bearer(token)}${end}`);
      expect([400, 403, 404]).toContain(statusesOf(await ask(employee.access))[0]);
      expect([200, 400, 404]).toContain(statusesOf(await ask(boss.access))[0]);
    },
  );

  it.each(['X-HTTP-Method-Override', 'X-HTTP-Method', 'X-Method-Override'])(
    '%s changes no method',
    async (name) => {
      const path = `/users/${employee.id}`;
      const before = await api.call('GET', path, { token: boss.access });
      for (const method of ['GET', 'POST'])
        for (const override of ['DELETE', 'PATCH'])
          await api.call(method, `${path}?_method=${override}`, {
            token: boss.access,
            headers: { [name]: override },
            ...(method === 'POST' ? { body: { firstName: 'X', _method: override } } : {}),
          });
      const after = await api.call('GET', path, { token: boss.access });
      expect(after.status).toBe(200);
      expect(after.body).toEqual(before.body);
    },
  );

  const hidden = () =>
    `GET /api/v1/auth/validate HTTP/1.1\r\n${host()}${bearer(boss.access)}${end}`;
  it.each([
    ['two lengths', (length: number) => `Content-Length: 2\r\nContent-Length: ${length}\r\n`],
    ['one length twice', () => 'Content-Length: 2\r\nContent-Length: 2\r\n'],
    ['a list of lengths', () => 'Content-Length: 2, 2\r\n'],
    ['a length with a sign', () => 'Content-Length: +2\r\n'],
    ['a length that is none', () => 'Content-Length: 0x2\r\n'],
    ['a negative length', () => 'Content-Length: -2\r\n'],
    ['a length and chunks', () => 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n'],
    ['chunks twice', () => 'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n'],
    ['unknown chunks', () => 'Transfer-Encoding: xchunked\r\n'],
    ['a space before the colon', () => 'Content-Length : 2\r\n'],
    ['a folded header', () => 'X-Folded: a\r\n Content-Length: 2\r\n'],
  ] as const)('%s: one answer, a refusal, and the connection ends', async (_what, framing) => {
    const body = `{}${hidden()}`;
    const answer = await raw(
      `POST /api/v1/auth/login HTTP/1.1\r\n${host()}Content-Type: application/json\r\n` +
        `${framing(body.length)}\r\n${body}`,
    );
    expect(statusesOf(answer)).toHaveLength(1);
    expect(statusesOf(answer)[0]).toBe(400);
    expect(answer).not.toContain('userId');
  });

  it('two requests in a row get two answers (negative control)', async () => {
    const first = `POST /api/v1/auth/login HTTP/1.1\r\n${host()}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}`;
    expect(statusesOf(await raw(first + hidden()))).toEqual([422, 200]);
  });
});

describe('attack 30: bodies that parsers read in different ways, or not at all', () => {
  /** What the route takes, but for what stands in `more`: only that can be what is refused. */
  const otherwiseValid = (more: string) =>
    `{"email":"nobody@example.com","password":"a long enough passphrase 7"${more}}`;
  const codeOf = async (body: string) => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${gatehouse.url}/auth/login`, { method: 'POST', headers, body });
    expect(response.headers.get('content-type')).toContain('application/problem+json');
    const { code } = (await response.json()) as { code: string };
    return `${response.status} ${code}`;
  };
  const nested = (depth: number) => `,"x":${'['.repeat(depth)}${']'.repeat(depth)}`;

  it.each([
    ['a key twice', ',"email":"other@example.com"'],
    ['a key twice, once in other letters', String.raw`,"\u0065mail":"other@example.com"`],
    ['a key twice, deep inside', ',"x":[{"a":1,"a":1}]'],
    ['a prototype', ',"__proto__":{"isAdmin":true}'],
    ['a prototype in other letters', String.raw`,"__proto\u005f_":{"isAdmin":true}`],
    ['a constructor', ',"constructor":{"prototype":{}}'],
    ['depth', nested(200)],
    ['half an object', ',"x":{'],
    ['a comma too many', ','],
  ])('%s is malformed', async (_what, more) => {
    expect(await codeOf(otherwiseValid(more))).toBe('400 malformed_body');
  });

  it('a long text is too large', async () => {
    const long = otherwiseValid(`,"x":"${'x'.repeat(70_000)}"`);
    expect(await codeOf(long)).toBe('413 payload_too_large');
  });

  it('and what is read in one way only gets to the route (negative control)', async () => {
    for (const more of ['', ',"x":{"email":"b"}', nested(10)])
      expect(await codeOf(otherwiseValid(more))).toBe('401 invalid_credentials');
  });
});

describe('attack 30: bodies that are too big or too deep', () => {
  /** Memory of the server process, in megabytes. */
  const memory = () =>
    Number(execFileSync('ps', ['-o', 'rss=', '-p', String(gatehouse.processId)]).toString()) / 1024;
  const big = `{"email":"${'x'.repeat(2_000_000)}"}`;
  const deep = `${'['.repeat(30_000)}${']'.repeat(30_000)}`;
  const wide = `{${Array.from({ length: 4_000 }, (_, index) => `"k${index}":1`).join(',')}}`;
  const chunks = async function* () {
    for (let index = 0; index < 40; index += 1) yield Buffer.alloc(50_000, 'x');
  };

  const send = async (body: Body): Promise<number> => {
    try {
      const response = await fetch(`${gatehouse.url}/api/v1/auth/login`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
        duplex: 'half',
      } as RequestInit);
      await response.text();
      return response.status;
    } catch {
      // The server may hang up before it has taken all of it.
      return 413;
    }
  };
  const round = () =>
    Promise.all([send(big), send(deep), send(wide), send(chunks() as unknown as Body)]);

  it('are refused, and memory stays as it was', async () => {
    for (let warm = 0; warm < 50; warm += 1) await round();
    const before = memory();
    const found = new Set<number>();
    for (let sent = 0; sent < 250; sent += 1) for (const status of await round()) found.add(status);
    expect([...found].filter((status) => ![400, 413, 422].includes(status))).toEqual([]);
    // A gigabyte was sent: what stays of it is far below a tenth.
    expect(memory() - before).toBeLessThan(80);
    expect((await api.validate(boss.access)).status).toBe(200);
  });
});

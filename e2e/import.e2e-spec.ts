import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import pg from 'pg';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { eventually } from '../server/test/harness/waiting/eventually.js';

let gatehouse: RunningGatehouse;
let api: Api;
/** Of the first owner, who is of the platform's staff. */
let staff: string;
let manager: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({
    GATEHOUSE_IMPORT_LIMIT: '200000',
    GATEHOUSE_REQUEST_SECONDS: '2',
    GATEHOUSE_UPLOAD_STALL_SECONDS: '1',
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  staff = (await api.turnOnTotp(access)).access;
  const added = await api.add(staff, 'manager@example.com', 'MANAGER');
  manager = (await api.turnOnTotp(added.access)).access;
});
afterAll(() => gatehouse?.stop());

/**
 * Sends a kilobyte or two at a time for some seconds, and ends the body or leaves it open.
 * @returns the answer's status, and how long the connection lasted.
 */
async function trickle(route: string, type: string, seconds: number, ends = true) {
  const { hostname, port } = new URL(gatehouse.url);
  const socket = connect(Number(port), hostname);
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString('latin1')));
  const chunk = (text: string) => `${text.length.toString(16)}\r\n${text}\r\n`;
  const started = performance.now();
  socket.write(
    `POST /api/v1${route} HTTP/1.1\r\nHost: ${hostname}\r\nAuthorization: Bearer ${staff}\r\n` +
      `Content-Type: ${type}\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n`,
  );
  socket.write(chunk('email,firstName,lastName\n'));
  const passed = () => (performance.now() - started) / 1000;
  while (passed() < seconds && !socket.destroyed) {
    await sleep(200);
    socket.write(chunk(`slow${passed()}@import.test,${'A'.repeat(60)},B\n`.repeat(10)));
  }
  if (ends) socket.write('0\r\n\r\n');
  await closed;
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(answer)?.[1]), seconds: passed() };
}

interface Sent {
  readonly query?: string;
  readonly type?: string;
  readonly key?: string;
}

async function send(
  token: string,
  text: string,
  { query = '', type = 'text/csv', key }: Sent = {},
) {
  const response = await fetch(`${gatehouse.url}/api/v1/users/import${query}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': type,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: text,
  });
  return {
    status: response.status,
    replayed: response.headers.get('idempotent-replayed'),
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** Sends a file, and waits until its import has ended. */
async function importFile(token: string, text: string, sent: Sent = {}) {
  const { status, body } = await send(token, text, sent);
  expect(status).toBe(202);
  const path = `/users/imports/${String(body.id)}`;
  const ended = await eventually(async () => {
    const { body: now } = await api.call('GET', path, { token });
    expect(now.state).toBe('finished');
    return now;
  });
  const { body: page } = await api.call('GET', `${path}/lines?limit=100`, { token });
  return { ended, path, lines: page.data as Record<string, unknown>[] };
}

const people = async (search: string): Promise<Record<string, unknown>[]> => {
  const { body } = await api.call('GET', `/users?search=${search}`, { token: staff });
  return body.data as Record<string, unknown>[];
};

describe('import of people', () => {
  const file = [
    '\uFEFFE-Mail,First Name,last_name,role,username,shoe size',
    'one@import.test,Ada,"Byron, King",EMPLOYEE,ada,38',
    'two@import.test,Grace,Hopper,,,',
    'no address,Alan,Turing,EMPLOYEE,,',
    'three@import.test,Boss,Wanted,BOSS,,',
    'ONE@import.test,Twice,Over,EMPLOYEE,,',
    'owner@example.com,Already,There,EMPLOYEE,,',
    'four@import.test,Name,Taken,EMPLOYEE,ADA,',
  ].join('\r\n');
  const expected = [
    { line: 2, email: 'one@import.test', message: null },
    { line: 3, email: 'two@import.test', message: null },
    { line: 4, message: 'email: must be an e-mail address' },
    { line: 5, message: 'role: The role must be below your own.' },
    { line: 6, message: 'email: stands in a line before' },
    { line: 7, outcome: 'unchanged', message: null },
    { line: 8, outcome: 'refused', message: 'username: stands in a line before' },
  ];

  it('a dry run says what each line would come to, and adds nobody', async () => {
    const { ended, lines } = await importFile(staff, file, { query: '?dryRun=true' });
    expect(ended).toMatchObject({
      dryRun: true,
      total: 7,
      done: 7,
      accepted: 2,
      unchanged: 1,
      refused: 4,
    });
    expect(lines).toMatchObject(expected);
    expect(lines[0]?.outcome).toBe('would_create');
    expect(await people('import.test')).toEqual([]);
  });

  it('adds those it can, and says why not the others', async () => {
    const { ended, lines, path } = await importFile(staff, file);
    expect(ended).toMatchObject({ total: 7, done: 7, accepted: 2, unchanged: 1, refused: 4 });
    expect(lines).toMatchObject(expected);
    expect(await people('import.test')).toMatchObject([
      { email: 'two@import.test', role: 'EMPLOYEE', username: null, emailVerified: false },
      { email: 'one@import.test', lastName: 'Byron, King', username: 'ada' },
    ]);
    const refused = await api.call('GET', `${path}/lines?outcome=refused`, { token: staff });
    expect(refused.body.data).toHaveLength(4);
    const again = await importFile(staff, file);
    expect(again.ended).toMatchObject({ accepted: 0, unchanged: 3, refused: 4 });
  });

  it('leaves nothing of what the lines said', async () => {
    const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
    await client.connect();
    const { rows } = await client.query(
      'SELECT count(*)::int FROM identity.import_lines WHERE data IS NOT NULL',
    );
    await client.end();
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('takes JSON lines, and invites those who bring no password', async () => {
    const lines = [
      { email: 'five@import.test', firstName: 'Five', lastName: 'Lines' },
      ['not an object'],
      {
        email: 'six@import.test',
        firstName: 'Six',
        lastName: 'Lines',
        __proto__: { role: 'BOSS' },
      },
    ].map((value) => JSON.stringify(value));
    const file = [...lines, '{ broken', ''].join('\n');
    const { ended } = await importFile(staff, file, {
      type: 'application/x-ndjson',
      query: '?invite=true',
    });
    expect(ended).toMatchObject({ total: 4, accepted: 2, refused: 2 });
    expect(await api.linkFor('five@import.test')).not.toBe('');
  });

  it('takes one JSON array, and refuses its elements one by one', async () => {
    const file = [
      { email: 'array1@import.test', firstName: 'Array', lastName: 'One' },
      'not an object',
      { email: 'array2@import.test', firstName: 'A "quoted", [bracketed] {name}', lastName: 'Two' },
      { email: 'nonsense', firstName: 'Array', lastName: 'Three' },
    ];
    const { ended, lines } = await importFile(staff, JSON.stringify(file, null, 2), {
      type: 'application/json; charset=utf-8',
    });
    expect(ended).toMatchObject({ total: 4, accepted: 2, refused: 2 });
    expect(lines).toMatchObject([
      { line: 1, outcome: 'created' },
      { line: 2, message: 'is not a JSON object' },
      { line: 3, outcome: 'created' },
      { line: 4, message: 'email: must be an e-mail address' },
    ]);
    expect(await people('array2@import.test')).toMatchObject([
      { firstName: 'A "quoted", [bracketed] {name}' },
    ]);
  });

  it('attack 6: one key imports one file once, and knows another file or another wish from it', async () => {
    const text = 'email,firstName,lastName\nonce@import.test,O,Nce\n';
    const key = 'the-same-key';
    const first = await send(staff, text, { key });
    const again = await send(staff, text, { key });
    expect([first.replayed, again.replayed]).toEqual([null, 'true']);
    expect(again.body).toEqual(first.body);
    const unlike = await Promise.all([
      send(staff, `${text}other@import.test,O,Ther\n`, { key }),
      send(staff, text, { key, query: '?dryRun=true' }),
    ]);
    expect(unlike.map(({ body }) => body.code)).toEqual([
      'idempotency_key_reused',
      'idempotency_key_reused',
    ]);
  });

  it('people sign in with the password that they had elsewhere', async () => {
    const file = [
      'email,firstName,lastName,passwordHash,emailVerified',
      'seven@import.test,Seven,B,$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS,true',
      'eight@import.test,Eight,B,$2b$31$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS,true',
    ].join('\n');
    const { lines } = await importFile(staff, file);
    expect(lines).toMatchObject([
      { outcome: 'created' },
      { message: 'passwordHash: is of an unknown kind, or would take too long to check' },
    ]);
    expect((await api.signIn('seven@import.test', 'pässword 1')).status).toBe(200);
    expect((await api.signIn('seven@import.test', 'pässword 1')).status).toBe(200);
    expect((await api.signIn('seven@import.test', 'pässword 2')).status).toBe(401);
  });

  it('attack 24: nobody but the staff brings a password or a confirmed address (pre-hijacking)', async () => {
    const file = [
      'email,firstName,lastName,passwordHash,emailVerified',
      'victim@import.test,V,V,$2b$05$abcdefghijklmnopqrstuuEn/eMei1z5h1.4IuwDnjDepo.7LkKxS,true',
      'nine@import.test,Nine,N,,true',
    ].join('\n');
    const { lines } = await importFile(manager, file);
    expect(lines).toMatchObject([
      { message: "passwordHash: only the platform's staff may bring one" },
      { outcome: 'created' },
    ]);
    expect(await people('nine@import.test')).toMatchObject([{ emailVerified: false }]);
  });

  it('attack 25: a manager adds no manager', async () => {
    const { lines } = await importFile(
      manager,
      'email,firstName,lastName,role\nten@import.test,T,N,MANAGER',
    );
    expect(lines).toMatchObject([{ message: 'role: The role must be below your own.' }]);
  });

  it('refuses addresses of domains that the organization does not take', async () => {
    const { body } = await api.call('GET', '/organizations/current/policies', { token: staff });
    const put = (allowedEmailDomains: string[]) =>
      api.call('PUT', '/organizations/current/policies', {
        token: staff,
        body: { ...body, allowedEmailDomains },
      });
    expect((await put(['northwind.test'])).status).toBe(200);
    const file = 'email,firstName,lastName\na@import.test,A,B\nb@northwind.test,B,C';
    const { lines } = await importFile(staff, file);
    expect(lines).toMatchObject([
      { message: 'email: is of a domain that the organization does not take' },
      { outcome: 'created' },
    ]);
    await put([]);
  });

  it.each([
    ['no column names', 'ada@example.com,Ada,Byron', 'text/csv', 422],
    ['a quote that never ends', 'email,firstName,lastName\n"a@b.test,A,B', 'text/csv', 422],
    [
      'a file that is too large',
      `email,firstName,lastName\n${'a@b,A,B\n'.repeat(50_000)}`,
      'text/csv',
      413,
    ],
    ['JSON that is no array', '{}', 'application/json', 422],
    ['an array that does not end', '[{}', 'application/json', 422],
    ['JSON of a kind', '[]', 'application/vnd.gatehouse.upload', 415],
    ['another kind of file', 'x', 'application/octet-stream', 415],
  ])('refuses %s', async (_what, text, type, status) => {
    expect((await send(staff, text, { type })).status).toBe(status);
  });

  it('takes a file that comes for longer than other requests may, as long as it moves', async () => {
    const { status, seconds } = await trickle('/users/import', 'text/csv', 4);
    expect(seconds).toBeGreaterThan(2.5);
    expect(status).toBe(202);
  });

  it('slow clients hold nothing for long: a file that stalls, and a body that trickles, are cut off', async () => {
    const stalled = await trickle('/users/import', 'text/csv', 1, false);
    expect(stalled.status).toBe(408);
    const slow = await trickle('/users', 'application/json', 8);
    expect(slow.status).toBe(408);
    expect(slow.seconds).toBeLessThan(6);
    // Refused before its body was read: nobody answers any more.
    const unread = await trickle('/users/import', 'text/plain', 8);
    expect(unread.status).toBe(415);
    expect(unread.seconds).toBeLessThan(6);
  });

  it('other routes take no streams', async () => {
    const response = await fetch(`${gatehouse.url}/api/v1/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${staff}`, 'content-type': 'text/csv' },
      body: 'email\na@b.test',
    });
    expect(response.status).toBe(415);
  });
});

describe('export of people', () => {
  const read = async (format: string) => {
    const response = await fetch(`${gatehouse.url}/api/v1/users/export?format=${format}`, {
      headers: { authorization: `Bearer ${staff}` },
    });
    expect(response.status).toBe(200);
    return { text: await response.text(), type: response.headers.get('content-type') };
  };

  it('lists everybody, as JSON lines and as CSV', async () => {
    const { body } = await api.call('GET', '/users?limit=100', { token: staff });
    const listed = (body.data as { email: string }[]).map(({ email }) => email);
    const jsonLines = await read('jsonl');
    expect(jsonLines.type).toBe('application/x-ndjson');
    const exported = jsonLines.text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(exported.map(({ email }) => email)).toEqual(listed);
    expect(JSON.stringify(exported)).not.toContain('$argon2id');
    const csv = await read('csv');
    expect(csv.type).toContain('text/csv');
    expect(csv.text.split('\n')).toHaveLength(listed.length + 2);
    await expect
      .poll(async () => {
        const audit = await api.call('GET', '/audit-logs?action=users.exported', { token: staff });
        return (audit.body.data as { details: unknown }[]).map(({ details }) => details);
      })
      .toEqual([{ format: 'csv' }, { format: 'jsonl' }]);
  });

  it('puts people into groups that there are, for whoever may', async () => {
    const make = (name: string, permissions: string[]) =>
      api.call('POST', '/groups', { token: staff, body: { name, permissions } });
    await make('Sales', ['user:read']);
    await make('Depot', []);
    const grouped = [
      'email,firstName,lastName,groups',
      'in-two@groups.test,Ada,One,sales;Depot',
      'in-none@groups.test,Ada,Two,',
      'unknown@groups.test,Ada,Three,Nobody',
    ].join('\n');
    const { lines } = await importFile(staff, grouped);
    expect(lines[2]?.message).toBe('groups: there is no group called Nobody');
    const [none, two] = await people('groups.test');
    const groupsOf = async (person: Record<string, unknown> | undefined) =>
      (await api.call('GET', `/users/${String(person?.id)}/groups`, { token: staff })).body.data;
    expect(await groupsOf(two)).toMatchObject([{ name: 'Depot' }, { name: 'Sales' }]);
    expect(await groupsOf(none)).toEqual([]);
    const exported = await read('jsonl');
    expect(exported.text).toContain('"groups":["Depot","Sales"]');
    expect((await read('csv')).text).toContain(',Depot;Sales,');
    const refused = await importFile(manager, grouped.replaceAll('groups.test', 'others.test'));
    expect(refused.ended).toMatchObject({ accepted: 1, refused: 2 });
  });

  it('one JSON array, of those whom a filter names', async () => {
    const { text, type } = await read('json&search=two%40import.test');
    expect(type).toContain('application/json');
    expect(JSON.parse(text)).toMatchObject([{ email: 'two@import.test' }]);
    expect(JSON.parse((await read('json&search=nobody')).text)).toEqual([]);
    const managers = JSON.parse((await read('json&role=MANAGER')).text) as { email: string }[];
    expect(managers.map(({ email }) => email)).toEqual(['manager@example.com']);
  });

  it('CSV injection: no cell begins as a formula does, and an import gets the name back', async () => {
    const formula = '=HYPERLINK("http://evil.test")';
    const file = `email,firstName,lastName\nformula@import.test,"${formula.replaceAll('"', '""')}",@SUM(1)`;
    await importFile(staff, file);
    expect(await people('formula@import.test')).toMatchObject([{ firstName: formula }]);
    const { text } = await read('csv');
    expect(text).toContain(`"'=HYPERLINK`);
    expect(text).toContain(`'@SUM(1)`);
    expect(text).not.toMatch(/(^|,)"?[=+@-]/m);
  });
});

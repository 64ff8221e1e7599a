import { randomBytes } from 'node:crypto';
import { permissions } from '@gatehouse/contracts/permissions';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import fc from 'fast-check';
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { checkAnswer } from './harness/contract-check.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { examples } from './harness/requests/examples.js';
import { KnownThings } from './harness/requests/own-paths.js';
import { validValues } from './harness/valid-values.js';

let gatehouse: RunningGatehouse;
let api: Api;
let token: string;
/** Secrets of keys with every scope, of the owner and of a service account. */
let keys: { readonly person: string; readonly service: string };
const things = new KnownThings();
const ids = () => things.all;
/** Bodies that do their work, with what only a running server knows. */
const fitting: Record<string, unknown> = { ...examples };

beforeAll(async () => {
  gatehouse = await startGatehouse({
    // The proof of the sign-in stays fresh, or what asks for it would soon be refused at its door.
    GATEHOUSE_STEP_UP_MINUTES: '60',
    GATEHOUSE_MAGIC_LINK: 'true',
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
  keys = await makeKeys();
  await spareOwn();
  await addThings();
}, 180_000);
afterAll(() => gatehouse?.stop());

const get = async (path: string, caller = token) => {
  const { status, body } = await api.call('GET', path, { token: caller });
  return status === 200 ? body : null;
};
const make = async (path: string, body: object, caller = token) => {
  const answer = await api.call('POST', path, { token: caller, body });
  expect(answer.status, `${path} ${JSON.stringify(answer.body)}`).toBeLessThan(300);
  return answer.body;
};

async function makeKeys() {
  const scopes = Object.keys(permissions);
  const { secret: person } = await make('/api-keys', { name: 'All', scopes });
  const { id } = await make('/service-accounts', { name: 'Robot', role: 'MANAGER' });
  const service = { name: 'Robot', scopes: ['user:read'] };
  const { secret } = await make(`/service-accounts/${String(id)}/api-keys`, service);
  for (const path of ['/api-keys', '/service-accounts', `/service-accounts/${String(id)}/api-keys`])
    things.spare(await listed(path));
  return { person: String(person), service: String(secret) };
}

/** Ids that a list shows. */
async function listed(path: string): Promise<string[]> {
  const { data } = (await get(path)) as { data: { id: string }[] };
  return data.map(({ id }) => id);
}

/** Without them, whoever asks would soon be deactivated, signed out, closed or blocked. */
async function spareOwn(): Promise<void> {
  await make('/security/allowed-networks', { network: '127.0.0.0/8', reason: 'This machine' });
  const { body } = await api.validate(token);
  things.spare([String(body.userId)]);
  for (const path of ['/organizations', '/auth/2fa/totp', '/security/allowed-networks'])
    things.spare(await listed(path));
  const { data } = (await get('/auth/sessions')) as { data: { id: string; current: boolean }[] };
  things.spare(data.filter(({ current }) => current).map(({ id }) => id));
}

/** Some of what most routes are about; their ids are found where lists show them. */
async function addThings(): Promise<void> {
  const { id: grace } = await api.add(token, 'grace@example.com', 'EMPLOYEE');
  for (const name of ['dan', 'eve', 'finn'])
    await api.add(token, `${name}@example.com`, 'EMPLOYEE');
  const userId = String((await api.validate(token)).body.userId);
  for (const number of [1, 2, 3]) {
    const { id: group } = await make('/groups', { name: `Desk ${number}` });
    const member = `/groups/${String(group)}/members/${grace}`;
    await api.call('PUT', member, { token });
    await make('/roles', { name: `Clerk ${number}`, rank: 'EMPLOYEE', permissions: ['user:read'] });
    await make('/api-keys', { name: `CI ${number}`, scopes: ['user:read'] });
    const { id } = await make('/service-accounts', { name: `Robot ${number}`, role: 'MANAGER' });
    const key = { name: 'Key', scopes: ['user:read'] };
    for (let count = 0; count < 2; count += 1)
      await make(`/service-accounts/${String(id)}/api-keys`, key);
    await make('/invitations', { email: `invited${number}@example.com`, role: 'EMPLOYEE' });
    const hook = { url: `https://example.com/${number}`, eventTypes: ['user.registered'] };
    await make(`/webhooks/${String((await make('/webhooks', hook)).id)}/test`, {});
    await make('/security/blocks', { network: `203.0.113.${number}`, reason: 'Seen', minutes: 60 });
    const text = { kind: 'text', subject: 'Hello', text: 'Hello' };
    await make('/notifications/send', { recipients: [grace, userId], content: text });
    fitting['notificationDeliveries.send'] = { recipients: [grace], content: text };
    await founder(`founder${number}@example.com`);
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO security.alerts (id, detection, subject_type, subject, severity, summary, occurrences,
         first_at, last_at, state, updated_at)
       VALUES (gen_random_uuid(), 'password_guessing', 'address', $1, 'high', 'Seen', 1, now(), now(),
         'open', now())`,
      [`198.51.100.${number}/32`],
    );
  }
  await importPeople();
  await make('/notification-templates', {
    ...(examples['templates.create'] as object),
    name: 'hello',
  });
  things.add('/application-permissions', ['bill:read', 'bill:write']);
  things.add('/events/parked', ['audit', 'webhooks']);
  for (const hook of await listed('/webhooks')) {
    things.add('/webhook-deliveries', await listed(`/webhooks/${hook}/deliveries`));
    const since = new Date(Date.now() - 3_600_000).toISOString();
    await make(`/webhooks/${hook}/recover`, { since });
    things.add('/webhook-recoveries', await listed(`/webhooks/${hook}/recoveries`));
  }
  for (const name of ['hello', 'alert-raised'])
    things.add(`/notification-templates/${name}/versions`, ['1']);
}

async function importPeople(): Promise<void> {
  const response = await fetch(`${gatehouse.url}${apiBase}/users/import?dryRun=true`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
    body: 'email,firstName,lastName\nimported@example.com,I,M\n',
  });
  expect(response.status).toBe(202);
}

let newcomers = 0;
const newcomer = () => `newcomer${(newcomers += 1)}@example.com`;
/** Somebody with a second factor who founded an organization, and acts in it. */
async function founder(email = newcomer()): Promise<string> {
  const { access } = await api.turnOnTotp((await api.newPerson(email)).access);
  const { id } = await make('/organizations', { name: 'Founded' }, access);
  const { accessToken } = await make(`/organizations/${String(id)}/switch`, {}, access);
  return String(accessToken);
}
const employee = async () => (await api.add(token, newcomer(), 'EMPLOYEE')).access;
const enrolled = async () =>
  (await api.turnOnTotp((await api.newPerson(newcomer())).access)).access;

/** Routes that end what whoever calls them stands on: somebody who is made for it calls them. */
const ending: Readonly<Record<string, () => Promise<string>>> = {
  'signIn.logout': employee,
  'signIn.logoutAll': employee,
  'passwords.change': employee,
  'sessions.revoke': employee,
  'sessions.revokeOthers': employee,
  'organizations.switch': employee,
  'organizations.leave': employee,
  'erasure.request': employee,
  'totp.remove': enrolled,
  'twoFactor.disableTotp': enrolled,
  'owners.close': founder,
  'owners.transfer': founder,
};

/** What a hostile or careless client puts where a text is expected. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '%00',
    '../..',
    "' OR 1=1 --",
    'null',
    '𐍈'.repeat(99),
  ),
);
const value: fc.Arbitrary<unknown> = fc.oneof(
  text,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constant(-1e308),
);
const namesOf = (shape: unknown): string[] =>
  Object.keys((shape as { shape?: object } | undefined)?.shape ?? {});
/** Bodies and queries with the names of the contract and anything as values. */
const record = (shape: unknown, values: fc.Arbitrary<unknown>) =>
  fc.record(Object.fromEntries(namesOf(shape).map((name) => [name, values])), { requiredKeys: [] });

/** What takes away what others are about comes last. */
const removing = ({ name }: RouteContract): boolean =>
  /remove|revoke|deactivate|reset|end|leave|close|dismiss|cancel/i.test(name);
const routes = allRoutes.toSorted((one, other) => Number(removing(one)) - Number(removing(other)));

/** The address of a request: where what it names is there, or with the same text for every parameter. */
function addressOf(
  route: RouteContract,
  { parameter, thing, query: asked }: Request,
  there: KnownThings,
): string {
  const known = there.pathsOf(route);
  const named = thing === null ? undefined : known[thing % known.length];
  const made = route.path.replaceAll(/:\w+/g, encodeURIComponent(parameter.toWellFormed()));
  const path = named ?? `${route.root ? '' : apiBase}${made}`;
  const search = new URLSearchParams(
    Object.entries(asked).map(([name, one]): [string, string] => [name, String(one)]),
  );
  return `${path}?${search.toString()}`;
}

/** What the contract takes, so that the handler behind it is reached. */
const valid = (shape: z.ZodType | undefined): fc.Arbitrary<unknown> =>
  shape ? validValues(shape, ids) : fc.constant({});

/** A place in a list, or a choice of fields, is made by the server: none that is made up will do. */
const withoutPlace = (query: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(query as object).filter(([name]) => name !== 'cursor' && name !== 'fields'),
  );

/** The good body with one value of the bad one. */
function mixed(good: unknown, bad: unknown): unknown {
  if (typeof good !== 'object' || typeof bad !== 'object' || good === null) return bad;
  const [name, poison] = Object.entries(bad ?? {})[0] ?? [];
  return name === undefined ? good : { ...good, [name]: poison };
}

const callers = ['owner', 'key', 'service', 'nobody'] as const;
interface Request {
  readonly parameter: string;
  /** Which of the things that are there the path names; null for none. */
  readonly thing: number | null;
  readonly query: Record<string, unknown>;
  readonly body: unknown;
  readonly caller: (typeof callers)[number];
  /** Media type of the body; undefined for the one that the route takes. */
  readonly type: string | undefined;
}

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** A spreadsheet of people, whose cells are anything, and pictures and mails that are broken or not. */
const files = fc.oneof(
  fc
    .array(fc.tuple(text, text, text), { maxLength: 3 })
    .map((rows) => ['email,firstName,lastName', ...rows.map((row) => row.join())].join('\n')),
  fc.constant('email,firstName,lastName\nfuzz@example.com,F,Z\n'),
  fc.constant('{"email":"fuzz@example.com","firstName":"F","lastName":"Z"}\n'),
  fc.constant(png),
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.concat([png.subarray(0, 40), bytes])),
  fc.constant('Final-Recipient: rfc822; x@example.com\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n'),
  fc.nat(300).map((size) => randomBytes(size)),
);

/** Requests of a route: careless ones, such that should do their work, and such with one bad value. */
function requestsOf(route: RouteContract): fc.Arbitrary<Request> {
  const example = fitting[route.name];
  const shaped = valid(route.body);
  const good =
    example === undefined
      ? shaped
      : fc.oneof({ weight: 2, arbitrary: fc.constant(example) }, shaped);
  const taken = route.upload ? files : good;
  const hostile: fc.Arbitrary<Request> = fc.record({
    parameter: text.filter((part) => part.trim() !== '' && !/^\.+$/.test(part)),
    thing: fc.option(fc.nat(), { freq: 2 }),
    query: record(route.query, text),
    body: fc.oneof({ weight: 4, arbitrary: record(route.body, value) }, value, files),
    caller: fc.constantFrom(...callers),
    type: fc.option(
      fc.constantFrom(
        'application/json',
        'text/csv',
        'multipart/form-data; boundary=x',
        'nonsense',
      ),
      { nil: undefined, freq: 2 },
    ),
  });
  const careful: fc.Arbitrary<Request> = fc.record({
    parameter: fc.nat().map((index) => ids()[index % ids().length] ?? ''),
    thing: fc.nat(),
    query: fc.oneof(fc.constant({}), valid(route.query).map(withoutPlace)),
    body: taken,
    caller: fc.oneof(
      { weight: 4, arbitrary: fc.constant('owner' as const) },
      fc.constantFrom(...callers),
    ),
    type: route.upload ? fc.constantFrom(...route.upload) : fc.constant(undefined),
  });
  /** One field is hostile, and all others are as they should be. */
  const sly = fc
    .tuple(careful, hostile)
    .map(([one, bad]) => (route.upload ? one : { ...one, body: mixed(one.body, bad.body) }));
  return fc.oneof(hostile, { weight: 2, arbitrary: careful }, sly);
}

function bytesOf(body: unknown): string | Uint8Array<ArrayBuffer> {
  if (Buffer.isBuffer(body)) return new Uint8Array(body);
  return typeof body === 'string' ? body : JSON.stringify(body);
}

/** Sends it, and holds the answer against the contract. @returns its status. */
async function send(
  route: RouteContract,
  request: Request,
  owner: string,
  there: KnownThings,
): Promise<number> {
  const address = addressOf(route, request, there);
  const { caller } = request;
  const type = request.type ?? 'application/json';
  const credentials: Record<(typeof callers)[number], Record<string, string>> = {
    owner: { authorization: `Bearer ${owner}` },
    key: { 'x-api-key': keys.person },
    service: { 'x-api-key': keys.service },
    nobody: {},
  };
  const isBare = route.method === 'GET';
  const isJson = request.type === undefined;
  const response = await fetch(gatehouse.url + address, {
    method: route.method,
    headers: { ...credentials[caller], ...(isBare ? {} : { 'content-type': type }) },
    ...(isBare ? {} : { body: isJson ? JSON.stringify(request.body) : bytesOf(request.body) }),
    redirect: 'manual',
  });
  const said = await response.text();
  const given = response.headers.get('content-type') ?? '';
  expect(response.status, said).toBeLessThan(500);
  if (response.status >= 400) expect(given).toContain('application/problem+json');
  if (/[/+]json\b/.test(given))
    checkAnswer(route.method, address, response.status, JSON.parse(said));
  return response.status;
}

/** Routes whose handler did its work at least once, by who asked. */
const done = {
  owner: new Set<string>(),
  key: new Set<string>(),
  service: new Set<string>(),
  nobody: new Set<string>(),
};

describe('no request makes the server fail', () => {
  it.each(routes.map((route) => [route.name, route] as const))('%s', async (name, route) => {
    const newCaller = ending[name];
    let owner = newCaller ? await newCaller() : token;
    // Nothing of one's own is spared by whoever is made for it.
    const there = newCaller ? new KnownThings() : things;
    await there.refresh(route, (path) => get(path, owner));
    await fc.assert(
      fc.asyncProperty(requestsOf(route), async (request) => {
        const status = await send(route, request, owner, there);
        if (status < 400) done[request.caller].add(name);
        // What it stood on has ended: another one goes on.
        if (newCaller && (await api.validate(owner)).status === 401) {
          owner = await newCaller();
          await there.refresh(route, (path) => get(path, owner));
        }
      }),
      { numRuns: newCaller ? 10 : 24, seed: 42 },
    );
  });

  it('and most handlers were reached, or it would tell of refusals alone', () => {
    const reached = new Set(Object.values(done).flatMap((names) => [...names]));
    // Of 292. The others ask for what no program makes up: codes from mails, signatures, other parties.
    expect(reached.size).toBeGreaterThan(205);
    expect(done.key.size).toBeGreaterThan(60);
    expect(done.service.size).toBeGreaterThan(10);
  });

  it('and whoever asked was signed in to the end', async () => {
    expect((await api.validate(token)).status).toBe(200);
    for (const key of Object.values(keys)) {
      const headers = { 'x-api-key': key };
      expect((await api.call('GET', '/users', { headers })).status).toBe(200);
    }
  });
});

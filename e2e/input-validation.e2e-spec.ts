import { randomBytes } from 'node:crypto';
import { permissions } from '@gatehouse/contracts/permissions';
import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { checkAnswer } from './harness/contract-check.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';
import { examples } from './harness/requests/examples.js';
import { OneTime, type OneTimeFields } from './harness/requests/one-time.js';
import {
  callers,
  mixed,
  type Request,
  requestsOf,
  withFields,
} from './harness/requests/fuzzed-requests.js';
import { KnownThings } from './harness/requests/own-paths.js';
import { reachedByChance, unreachable } from './harness/requests/unreached.js';

let gatehouse: RunningGatehouse;
let api: Api;
let token: string;
/** Secrets of keys with every scope, of the owner and of a service account. */
let keys: { readonly person: string; readonly service: string };
const things = new KnownThings();
const ids = () => things.all;
/** Bodies that do their work, with what only a running server knows. */
const fitting: Record<string, unknown> = { ...examples };
let oneTime: Readonly<Record<string, OneTimeFields>>;
/** What programs of a mail provider show that report on mails. */
const reportsSecret = randomBytes(24).toString('base64url');

beforeAll(async () => {
  gatehouse = await startGatehouse({
    // The proof of the sign-in stays fresh, or what asks for it would soon be refused at its door.
    GATEHOUSE_STEP_UP_MINUTES: '60',
    GATEHOUSE_MAGIC_LINK: 'true',
    GATEHOUSE_MAIL_REPORTS_SECRET: reportsSecret,
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
  oneTime = new OneTime(api, token).fields;
  keys = await makeKeys();
  await spareOwn();
  await addThings();
});
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
  const { id: grace, access } = await api.add(token, 'grace@example.com', 'EMPLOYEE');
  const { id: gone } = await api.add(token, 'carl@example.com', 'EMPLOYEE');
  await make(`/users/${gone}/deactivate`, {});
  const { id: dan } = await api.add(token, 'dan@example.com', 'EMPLOYEE');
  await make('/organizations/current/owners', { userId: dan });
  things.add('/organizations/current/owners', [dan]);
  for (const name of ['eve', 'finn'])
    await api.turnOnTotp((await api.add(token, `${name}@example.com`, 'EMPLOYEE')).access);
  await addOwn(access);
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
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    await make('/notifications/send', { recipients: [grace], content: text, sendAt });
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
  // Known first, they go before what requests make.
  for (const route of allRoutes) await things.refresh(route, get);
}

/** A second address of whoever asks, a picture of somebody else, and what was found of the trail. */
async function addOwn(other: string): Promise<void> {
  await make('/auth/emails', { email: 'second-own@example.com' });
  const confirmation = { token: await api.linkFor('second-own@example.com') };
  await make('/auth/email/confirm', confirmation);
  await api.addPicture(other);
  const { pictureUrl } = (await get('/auth/profile', other)) as { pictureUrl: string };
  things.add('/pictures', [pictureUrl.split('/').at(-1) ?? '']);
  const { id } = await make('/audit-logs/verify', {});
  things.add('/audit-logs/verifications', [String(id)]);
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
const impersonator = async () => {
  const { id } = await api.add(token, newcomer(), 'EMPLOYEE');
  const { accessToken } = await make(`/users/${id}/impersonate`, { reason: 'Asked' });
  return String(accessToken);
};
const reporter = () => Promise.resolve(reportsSecret);
const enrolled = async () =>
  (await api.turnOnTotp((await api.newPerson(newcomer())).access)).access;

/** Before something is taken away from one of a kind: another one, whom no request has changed yet. */
const untouched: Readonly<Record<string, () => Promise<void>>> = {
  '/users/:id': () => untouchedPerson('/users'),
  '/admin/users/:id': () => untouchedPerson('/admin/users'),
  '/service-accounts/:id': async () => {
    const { id } = await make('/service-accounts', { name: 'Robot anew', role: 'MANAGER' });
    const key = { name: 'Key', scopes: ['user:read'] };
    await make(`/service-accounts/${String(id)}/api-keys`, key);
    things.prefer('/service-accounts', String(id));
  },
};
async function untouchedPerson(list: string): Promise<void> {
  const { id, access } = await api.add(token, newcomer(), 'EMPLOYEE');
  await api.turnOnTotp(access);
  things.prefer(list, id);
}

/** Routes that need somebody of a kind, or end what whoever calls them stands on: somebody who is made for it calls them. */
const ownCallers: Readonly<Record<string, () => Promise<string>>> = {
  'signIn.logout': employee,
  'signIn.logoutAll': employee,
  'passwords.change': employee,
  'emailChanges.request': employee,
  'emailAddresses.add': employee,
  'sessions.revoke': employee,
  'sessions.revokeOthers': employee,
  'organizations.switch': employee,
  'organizations.leave': employee,
  'erasure.request': employee,
  'totp.rename': enrolled,
  'totp.remove': enrolled,
  'impersonation.end': impersonator,
  'mailReports.take': reporter,
  'mailReports.returned': reporter,
  'twoFactor.disableTotp': enrolled,
  'owners.close': founder,
  'owners.transfer': founder,
};

const takingAway =
  /\.(?:remove|revoke|deactivate|reset|end|leave|close|dismiss|cancel|archiveAll|reopenOrg)/;
/** What takes away what others are about comes last, the parts of a thing before the thing. */
const rank = ({ name, path }: RouteContract): number =>
  takingAway.test(name) ? 10 - path.split('/').length : 0;
const routes = allRoutes.toSorted((one, other) => rank(one) - rank(other));

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

const isReached = (name: string): boolean => callers.some((caller) => done[caller].has(name));
/** As often as a request that should do its work is made, where none did. */
const patience = 40;

/** Sends requests of one route, each with what works once and by somebody who is still signed in. */
class Sender {
  #owner = token;
  #once: Readonly<Record<string, string>> | undefined;
  readonly #newCaller: (() => Promise<string>) | undefined;
  readonly #there: KnownThings;

  constructor(private readonly route: RouteContract) {
    this.#newCaller = ownCallers[route.name];
    // Nothing of one's own is spared by whoever is made for it.
    this.#there = this.#newCaller ? new KnownThings() : things;
  }

  async begin(): Promise<void> {
    const { name, path } = this.route;
    const kind = Object.keys(untouched).find((prefix) => path.startsWith(prefix));
    if (kind !== undefined && takingAway.test(name)) await untouched[kind]?.();
    if (this.#newCaller) this.#owner = await this.#newCaller();
    await this.#there.refresh(this.route, (path) => get(path, this.#owner));
  }

  async send(request: Request): Promise<void> {
    const { name } = this.route;
    if (request.meant) this.#once ??= await oneTime[name]?.();
    const good = request.meant ? withFields(request.body, this.#once) : request.body;
    const body = request.poison === undefined ? good : mixed(good, request.poison);
    const status = await send(this.route, { ...request, body }, this.#owner, this.#there);
    if (status < 400) done[request.caller].add(name);
    if (status !== 422) this.#once = undefined;
    // What it stood on has ended: another one goes on.
    if (this.#newCaller && (await api.validate(this.#owner)).status === 401) await this.begin();
  }
}

describe('no request makes the server fail', () => {
  it.each(routes.map((route) => [route.name, route] as const))('%s', async (name, route) => {
    const sender = new Sender(route);
    await sender.begin();
    const { any, careful } = requestsOf(route, fitting[name], ids);
    const numRuns = ownCallers[name] || oneTime[name] ? 10 : 24;
    await fc.assert(
      fc.asyncProperty(any, (request) => sender.send(request)),
      { numRuns, seed: 42 },
    );
    // Whether chance made a request that does its work is none of the test's business.
    if (unreachable.has(name) || reachedByChance.has(name)) return;
    for (const request of fc.sample(careful, { numRuns: patience, seed: 42 }))
      if (!isReached(name)) await sender.send(request);
  });

  it('and every handler was reached but those that have a reason', () => {
    const named = new Set([...unreachable.keys(), ...reachedByChance.keys()]);
    const names = allRoutes.map(({ name }) => name);
    const missed = names.filter((name) => !isReached(name) && !named.has(name));
    // Another one or two may be missed for once, where something ended while it was asked about.
    expect(missed.length, missed.join(', ')).toBeLessThanOrEqual(3);
    expect([...unreachable.keys()].filter(isReached), 'take them from the table').toEqual([]);
    expect([...named].filter((name) => !names.includes(name))).toEqual([]);
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

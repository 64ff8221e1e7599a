import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import fc from 'fast-check';
import type { z } from 'zod';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { validValues } from './harness/valid-values.js';

let gatehouse: RunningGatehouse;
let api: Api;
let token: string;

beforeAll(async () => {
  // The proof of the sign-in stays fresh, or what asks for it would soon be refused at its door.
  gatehouse = await startGatehouse({ GATEHOUSE_STEP_UP_MINUTES: '60' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
  await addThings();
}, 180_000);
afterAll(() => gatehouse?.stop());

/** Ids of the own tenant, and by the path of the list that shows them. */
const ids: string[] = [];
const idsBelow = new Map<string, string[]>();
/** One of what most routes are about; their ids are found where lists show them. */
async function addThings(): Promise<void> {
  const make = async (path: string, body: object) => {
    expect((await api.call('POST', path, { token, body })).status, path).toBe(201);
  };
  await api.add(token, 'grace@example.com', 'EMPLOYEE');
  await make('/groups', { name: 'Front desk' });
  await make('/roles', { name: 'Clerk', rank: 'EMPLOYEE', permissions: ['user:read'] });
  await make('/api-keys', { name: 'CI', scopes: ['user:read'] });
  await make('/service-accounts', { name: 'Robot', role: 'EMPLOYEE' });
  await make('/webhooks', { url: 'https://example.com/hook', eventTypes: ['user.registered'] });
  await make('/invitations', { email: 'invited@example.com', role: 'EMPLOYEE' });
  for (const path of [
    '/users',
    '/roles',
    '/api-keys',
    '/service-accounts',
    '/webhooks',
    '/invitations',
    '/auth/sessions',
    '/auth/2fa/totp',
    '/organizations',
    '/groups',
    '/staff',
    '/security/detections',
    '/notifications',
    '/admin/organizations',
    '/admin/users',
  ]) {
    const { body } = await api.call('GET', path, { token });
    const found = Array.isArray(body.data) ? (body.data as { id?: string }[]) : [];
    const own = found.flatMap(({ id }) => (id === undefined ? [] : [id]));
    ids.push(...own);
    idsBelow.set(path, own);
  }
  expect(ids.length).toBeGreaterThan(6);
}

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

/** What would end the session that the test goes on with, or shut its own address out. */
const ending = ['signIn.logout', 'signIn.logoutAll', 'sessions.revoke', 'totp.remove'];
const ended = [
  'twoFactor.disableTotp',
  'erasure.request',
  'blocks.create',
  'organizations.switch',
  'organizations.leave',
  'owners.close',
  'support.closeOrganization',
];
/** What takes away what others are about comes last. */
const removing = ({ name }: RouteContract): boolean =>
  /remove|revoke|deactivate|reset|end|leave|close|dismiss|cancel/i.test(name);
const harmless = allRoutes
  .filter(({ name }) => ![...ending, ...ended].includes(name))
  .toSorted((one, other) => Number(removing(one)) - Number(removing(other)));

function addressOf(
  route: RouteContract,
  parameter: string,
  query: Record<string, unknown>,
): string {
  const path = route.path.replaceAll(/:\w+/g, encodeURIComponent(parameter.toWellFormed()));
  const search = new URLSearchParams(
    Object.entries(query).map(([name, one]): [string, string] => [name, String(one)]),
  );
  return `${route.root ? '' : apiBase}${path}?${search.toString()}`;
}

/** What the contract takes, so that the handler behind it is reached. */
const valid = (shape: z.ZodType | undefined): fc.Arbitrary<unknown> =>
  shape ? validValues(shape, () => ids) : fc.constant({});

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

/** Routes whose handler did its work at least once. */
const done = new Set<string>();

describe('no request makes the server fail', () => {
  it.each(harmless.map((route) => [route.name, route] as const))('%s', async (_name, route) => {
    const hostile = fc.record({
      parameter: text.filter((part) => part.trim() !== '' && !/^\.+$/.test(part)),
      query: record(route.query, text),
      body: fc.oneof({ weight: 4, arbitrary: record(route.body, value) }, value),
      signedIn: fc.boolean(),
    });
    const own = [...idsBelow].find(([path]) => route.path.startsWith(`${path}/`))?.[1] ?? [];
    const fitting = own.length > 0 ? own : ids;
    const careful = fc.record({
      parameter: fc.nat().map((index) => fitting[index % fitting.length] ?? ''),
      query: fc.oneof(fc.constant({}), valid(route.query).map(withoutPlace)),
      body: valid(route.body),
      signedIn: fc.constant(true),
    });
    /** One field is hostile, and all others are as they should be. */
    const sly = fc
      .tuple(careful, hostile)
      .map(([good, bad]) => ({ ...good, body: mixed(good.body, bad.body) }));
    const requests = fc.oneof(hostile, careful, sly);
    await fc.assert(
      fc.asyncProperty(requests, async ({ parameter, query, body, signedIn }) => {
        const answer = await api.call(route.method, addressOf(route, parameter, query), {
          ...(route.method === 'GET' ? {} : { body }),
          ...(signedIn ? { token } : {}),
        });
        expect(answer.status).toBeLessThan(500);
        if (answer.status < 300) done.add(route.name);
        if (answer.status >= 400)
          expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }),
      { numRuns: 40, seed: 42 },
    );
  });

  it('and most handlers were reached, or it would tell of refusals alone', () => {
    expect(done.size).toBeGreaterThan(100);
  });

  it('and whoever asked was signed in to the end', async () => {
    expect((await api.validate(token)).status).toBe(200);
  });
});

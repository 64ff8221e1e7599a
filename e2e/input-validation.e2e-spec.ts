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
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
  await addThings();
}, 180_000);
afterAll(() => gatehouse?.stop());

/** Ids of the own tenant. */
const ids: string[] = [];
/** One of what most routes are about; their ids are found where lists show them. */
async function addThings(): Promise<void> {
  const make = (path: string, body: object) => api.call('POST', path, { token, body });
  await api.add(token, 'grace@example.com', 'EMPLOYEE');
  await make('/roles', { name: 'Clerk', rank: 'EMPLOYEE', permissions: ['user:read'] });
  await make('/api-keys', { name: 'CI', scopes: ['user:read'] });
  await make('/service-accounts', { name: 'Robot', role: 'EMPLOYEE' });
  await make('/webhooks', { url: 'https://example.com/hook', eventTypes: ['user.created'] });
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
  ]) {
    const { body } = await api.call('GET', path, { token });
    const found = Array.isArray(body.data) ? (body.data as { id?: string }[]) : [];
    ids.push(...found.flatMap(({ id }) => (id === undefined ? [] : [id])));
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
const harmless = allRoutes.filter(({ name }) => ![...ending, ...ended].includes(name));

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

/** The good body with one value of the bad one. */
function mixed(good: unknown, bad: unknown): unknown {
  if (typeof good !== 'object' || typeof bad !== 'object' || good === null) return bad;
  const [name, poison] = Object.entries(bad ?? {})[0] ?? [];
  return name === undefined ? good : { ...good, [name]: poison };
}

describe('no request makes the server fail', () => {
  it.each(harmless.map((route) => [route.name, route] as const))('%s', async (_name, route) => {
    const hostile = fc.record({
      parameter: text.filter((part) => part.trim() !== '' && !/^\.+$/.test(part)),
      query: record(route.query, text),
      body: fc.oneof({ weight: 4, arbitrary: record(route.body, value) }, value),
      signedIn: fc.boolean(),
    });
    const careful = fc.record({
      parameter: fc.nat().map((index) => ids[index % ids.length] ?? ''),
      query: valid(route.query) as fc.Arbitrary<Record<string, unknown>>,
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
        if (answer.status >= 400)
          expect(answer.headers.get('content-type')).toContain('application/problem+json');
      }),
      { numRuns: 40, seed: 42 },
    );
  });

  it('and whoever asked was signed in to the end', async () => {
    expect((await api.validate(token)).status).toBe(200);
  });
});

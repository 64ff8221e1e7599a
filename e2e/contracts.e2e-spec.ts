import { apiBase, type RouteContract } from '@gatehouse/contracts/route';
import { allRoutes } from '@gatehouse/contracts/routes';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let token: string;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  token = (await api.turnOnTotp(access)).access;
}, 60_000);
afterAll(() => gatehouse?.stop());

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

// Ending one's own sessions would end the test.
const harmless = allRoutes.filter(
  ({ name }) => !['signIn.logout', 'signIn.logoutAll'].includes(name),
);

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

describe('no request makes the server fail', () => {
  it.each(harmless.map((route) => [route.name, route] as const))('%s', async (_name, route) => {
    const requests = fc.record({
      parameter: text.filter((part) => part.trim() !== '' && !/^\.+$/.test(part)),
      query: record(route.query, text),
      body: fc.oneof({ weight: 4, arbitrary: record(route.body, value) }, value),
      signedIn: fc.boolean(),
    });
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
      { numRuns: 25, seed: 42 },
    );
  });
});

import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { organizationRoutes } from '@gatehouse/contracts/identity/organizations';
import { policyRoutes } from '@gatehouse/contracts/identity/policies';
import { permissions } from '@gatehouse/contracts/permissions';
import { roleRoutes } from '@gatehouse/contracts/identity/roles';
import { apiBase } from '@gatehouse/contracts/route';
import type { Bench, Measurement } from './harness/bench.ts';
import { get, keepAlive, post, sendChecked } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { type Figure, figureOf, inTurn } from './harness/statistics.ts';
import { rateText, ratioText, type Row, rowOf } from './harness/table.ts';

const connections = 50;
/** As many as an organization can have. */
const mostRoles = 100;
const policies = apiBase + policyRoutes.get.path;

/** A call by an API key against the same call by a token, and what the number of roles costs it. */
export const apiKeys: Measurement = {
  name: 'api-keys',
  measure: async (bench) => {
    const gatehouse = bench.keep(await startOwned());
    const { token: owner } = gatehouse;
    const bearer = { authorization: `Bearer ${owner}` };
    const key = { 'x-api-key': await newKey(gatehouse, owner) };
    bench.progress('GET by API key and by token: 50 clients');
    const compared = await inTurn(bench.options.rounds, {
      token: () => rateOf(bench, gatehouse, bearer),
      key: () => rateOf(bench, gatehouse, key),
    });
    const [token, byKey] = [figureOf(compared.token), figureOf(compared.key)];
    bench.progress(`By keys of organizations with ${mostRoles} custom roles and with none`);
    const crowdedKey = { 'x-api-key': await keyAmongRoles(gatehouse) };
    const crowded = await inTurn(bench.options.rounds, {
      none: () => rateOf(bench, gatehouse, key),
      many: () => rateOf(bench, gatehouse, crowdedKey),
    });
    const [without, withRoles] = [figureOf(crowded.none), figureOf(crowded.many)];
    const generator = await generatorName();
    return [
      row('Authenticated GET by API key, 50 clients', byKey, token, {
        beside: 'by token',
        least: 0.8,
        generator,
      }),
      row(`Authenticated GET in an organization of ${mostRoles} custom roles`, withRoles, without, {
        beside: 'without any',
        least: 0.95,
        generator,
      }),
    ];
  },
};

const row = (
  measurement: string,
  figure: Figure,
  against: Figure,
  { beside, least, generator }: { beside: string; least: number; generator: string },
): Row => {
  const ratio = figure.median / against.median;
  return rowOf({
    measurement,
    gatehouse: rateText(figure),
    against: `${beside} ${rateText(against)}`,
    ratio: ratioText(ratio),
    mark: `≥ ${least.toFixed(2)}`,
    met: ratio >= least,
    generator,
  });
};

async function rateOf(
  { options }: Bench,
  { url }: OwnedGatehouse,
  headers: Record<string, string>,
): Promise<number> {
  const { seconds } = options;
  return (await runLoad({ url, connections, seconds, requests: [get(policies, headers)] })).rate;
}

/** A new key of the organization that a token acts in. */
async function newKey(gatehouse: OwnedGatehouse, token: string): Promise<string> {
  const body = { name: 'Bench', scopes: ['user:read'] };
  const answer = await call(gatehouse, token, apiKeyRoutes.create.path, body);
  return (answer as { secret: string }).secret;
}

/** A key of another organization of the owner's, which has as many roles as one can have. */
async function keyAmongRoles(gatehouse: OwnedGatehouse): Promise<string> {
  const { create, switch: go } = organizationRoutes;
  const made = await call(gatehouse, gatehouse.token, create.path, { name: 'Crowded' });
  const there = go.path.replace(':id', (made as { id: string }).id);
  const session = await call(gatehouse, gatehouse.token, there, {});
  const token = (session as { accessToken: string }).accessToken;
  for (let index = 0; index < mostRoles; index += 1) {
    const body = { name: `Role ${index}`, rank: 'MANAGER', permissions: Object.keys(permissions) };
    await call(gatehouse, token, roleRoutes.create.path, body);
  }
  return newKey(gatehouse, token);
}

async function call(
  { url }: OwnedGatehouse,
  token: string,
  path: string,
  body: object,
): Promise<unknown> {
  const agent = keepAlive();
  const headers = { authorization: `Bearer ${token}` };
  const answer = await sendChecked(url, post(apiBase + path, body, headers), agent);
  agent.destroy();
  return JSON.parse(answer.body);
}

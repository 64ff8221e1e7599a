import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { policyRoutes } from '@gatehouse/contracts/identity/policies';
import { permissions } from '@gatehouse/contracts/permissions';
import { roleRoutes } from '@gatehouse/contracts/identity/roles';
import { apiBase } from '@gatehouse/contracts/route';
import type { Bench, Measurement } from './harness/bench.ts';
import { get, keepAlive, post, sendChecked } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { figureOf, inTurn } from './harness/statistics.ts';
import { rateText, ratioText, rowOf } from './harness/table.ts';

const connections = 50;
/** As many as an organization can have. */
const mostRoles = 100;
const path = apiBase + policyRoutes.get.path;

/** A call by an API key against the same call by a token, and what the number of roles costs it. */
export const apiKeys: Measurement = {
  name: 'api-keys',
  measure: async (bench) => {
    const gatehouse = bench.keep(await startOwned());
    const bearer = { authorization: `Bearer ${gatehouse.token}` };
    const key = { 'x-api-key': await newKey(gatehouse) };
    bench.progress('GET by API key and by token: 50 clients');
    const compared = await inTurn(bench.options.rounds, {
      token: () => rateOf(bench, gatehouse, bearer),
      key: () => rateOf(bench, gatehouse, key),
    });
    const [token, byKey] = [figureOf(compared.token), figureOf(compared.key)];
    bench.progress(`The same with ${mostRoles} custom roles`);
    await addRoles(gatehouse);
    const crowded = await inTurn(bench.options.rounds, {
      token: () => rateOf(bench, gatehouse, bearer),
    });
    const withRoles = figureOf(crowded.token);
    const ratio = byKey.median / token.median;
    const share = withRoles.median / token.median;
    const generator = await generatorName();
    return [
      rowOf({
        measurement: 'Authenticated GET by API key, 50 clients',
        gatehouse: rateText(byKey),
        against: `by token ${rateText(token)}`,
        ratio: ratioText(ratio),
        mark: '≥ 0.80',
        met: ratio >= 0.8,
        generator,
      }),
      rowOf({
        measurement: `Authenticated GET in an organization of ${mostRoles} custom roles`,
        gatehouse: rateText(withRoles),
        against: `without any ${rateText(token)}`,
        ratio: ratioText(share),
        mark: '≥ 0.95',
        met: share >= 0.95,
        generator,
      }),
    ];
  },
};

async function rateOf(
  { options }: Bench,
  { url }: OwnedGatehouse,
  headers: Record<string, string>,
): Promise<number> {
  const { seconds } = options;
  return (await runLoad({ url, connections, seconds, requests: [get(path, headers)] })).rate;
}

async function newKey({ url, token }: OwnedGatehouse): Promise<string> {
  const agent = keepAlive();
  const body = { name: 'Bench', scopes: ['user:read'] };
  const headers = { authorization: `Bearer ${token}` };
  const request = post(apiBase + apiKeyRoutes.create.path, body, headers);
  const answer = await sendChecked(url, request, agent);
  agent.destroy();
  const { secret }: { secret: string } = JSON.parse(answer.body);
  return secret;
}

async function addRoles({ url, token }: OwnedGatehouse): Promise<void> {
  const agent = keepAlive();
  const headers = { authorization: `Bearer ${token}` };
  for (let index = 0; index < mostRoles; index += 1) {
    const body = { name: `Role ${index}`, rank: 'MANAGER', permissions: Object.keys(permissions) };
    await sendChecked(url, post(apiBase + roleRoutes.create.path, body, headers), agent);
  }
  agent.destroy();
}

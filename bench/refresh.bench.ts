import type { Bench, Measurement } from './harness/bench.ts';
import { compare } from './harness/compare.ts';
import { keepAlive, post, send } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { resultOf } from './harness/processes.ts';
import { rateText, ratioText, type Row, rowOf, timeText } from './harness/table.ts';

const connections = 50;

/** POST /auth/refresh, a chain of tokens for each client, against bare commits of one row. */
export const refresh: Measurement = {
  name: 'refresh',
  measure: async (bench) => {
    const { seconds } = bench.options;
    const { databaseUrl } = await bench.gatehouse();
    bench.progress('Refresh: 50 clients, each with its own token');
    const commits = [databaseUrl, String(connections), String(seconds)];
    const compared = await compare(
      bench,
      () => resultOf<{ rate: number }>('peers/commits.ts', commits),
      async (product) =>
        runLoad({ ...(await product.refreshes(connections)), connections, seconds }),
    );
    const generator = await generatorName();
    return [
      rowOf({
        measurement: 'Refresh with rotation, 50 clients',
        gatehouse: rateText(compared.gatehouse),
        against: `durable one-row commits ${rateText(compared.limit)}`,
        ratio: ratioText(compared.ratio),
        mark: '≥ 0.33',
        met: compared.ratio >= 1 / 3,
        peer: compared.peer,
        generator,
      }),
      rowOf({
        measurement: 'Refresh with rotation, 50 clients: p99',
        gatehouse: timeText(compared.p99),
        mark: '< 30 ms',
        met: compared.p99.median < 30,
        generator,
      }),
      await oneToken(bench),
    ];
  },
};

/** How many different children one token gets when it is refreshed many times at once. */
async function oneToken(bench: Bench): Promise<Row> {
  const gatehouse = await bench.gatehouse();
  const request = post(gatehouse.refreshPath, { refreshToken: gatehouse.unusedToken() });
  const agent = keepAlive();
  const answers = await Promise.all(
    Array.from({ length: connections }, () => send(gatehouse.url, request, agent)),
  );
  agent.destroy();
  const children = answers
    .filter(({ status }) => status === 200)
    .map(({ body }) => (JSON.parse(body) as { refreshToken: string }).refreshToken);
  const different = new Set(children).size;
  return rowOf({
    measurement: 'One token refreshed 50 times at once',
    gatehouse: `${different} child, told ${children.length} times`,
    mark: '1 child',
    met: different === 1,
    generator: 'node:http',
  });
}

import type { Bench, Measurement } from './harness/bench.ts';
import { type Gatehouse, startSeeded } from './harness/gatehouse.ts';
import { generatorName, type LoadResult, runLoad } from './harness/load.ts';
import { figureOf, inTurn } from './harness/statistics.ts';
import { rateText, ratioText, type Row, rowOf } from './harness/table.ts';

const small = 1_000;
const connections = 50;

/** Sign-in, check and refresh with many users against the same with few, both servers running. */
export const scale: Measurement = {
  name: 'scale',
  measure: async (bench) => {
    const few = await seeded(bench, small);
    const many = await seeded(bench, bench.options.users);
    return [
      await rowAt(bench, 'Sign-in', few, many, (server) => Promise.resolve(signIns(bench, server))),
      await rowAt(bench, 'Authenticated GET', few, many, (server) => checks(bench, server)),
      await rowAt(bench, 'Refresh', few, many, (server) => refreshes(bench, server)),
    ];
  },
};

async function seeded(bench: Bench, users: number): Promise<Gatehouse> {
  const started = performance.now();
  const gatehouse = bench.keep(await startSeeded(users));
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  bench.progress(`Scale: started and seeded ${users} users in ${seconds} s`);
  return gatehouse;
}

const signIns = ({ options: { seconds } }: Bench, server: Gatehouse) =>
  runLoad({ url: server.url, connections, seconds, requests: server.signIns(), mayRefuse: true });

async function checks({ options: { seconds } }: Bench, server: Gatehouse) {
  const requests = await server.checks(connections);
  return runLoad({ url: server.url, connections, seconds, requests });
}

async function refreshes({ options: { seconds } }: Bench, server: Gatehouse) {
  return runLoad({ ...(await server.refreshes(connections)), connections, seconds });
}

async function rowAt(
  bench: Bench,
  title: string,
  few: Gatehouse,
  many: Gatehouse,
  shape: (server: Gatehouse) => Promise<LoadResult>,
): Promise<Row> {
  bench.progress(`${title}: few users and many`);
  const results = await inTurn(bench.options.rounds, {
    few: () => shape(few),
    many: () => shape(many),
  });
  const atFew = figureOf(results.few.map(({ rate }) => rate));
  const atMany = figureOf(results.many.map(({ rate }) => rate));
  const ratio = atMany.median / atFew.median;
  return rowOf({
    measurement: `${title} with ${bench.options.users.toLocaleString('en')} users`,
    gatehouse: rateText(atMany),
    against: `${small.toLocaleString('en')} users ${rateText(atFew)}`,
    ratio: ratioText(ratio),
    mark: '≥ 0.90',
    met: ratio >= 0.9,
    generator: await generatorName(),
  });
}

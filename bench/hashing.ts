import { runArrivals, type TimedAnswer } from './harness/arrivals.ts';
import type { Bench } from './harness/bench.ts';
import { runPoliteClients } from './harness/clients.ts';
import { compare } from './harness/compare.ts';
import type { HttpRequest } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { resultOf } from './harness/processes.ts';
import { settled } from './harness/statistics.ts';
import type { Product } from './harness/product.ts';
import { rateText, ratioText, type Row, rowOf, shareText } from './harness/table.ts';

/** A request whose cost is one password hash. */
export interface HashedRequest {
  readonly title: string;
  readonly limit: 'hash' | 'verify';
  /** As many different ones as a load of so many seconds may need. */
  readonly requests: (product: Product, seconds: number) => readonly HttpRequest[];
}

const longestWait = 2_000;
const clients = 200;
/** Long enough for the queue to fill, in seconds. */
const overloadSeconds = 6;

/** At capacity, above capacity, and with more clients than usual. */
export async function measureHashing(bench: Bench, shape: HashedRequest): Promise<Row[]> {
  const { seconds } = bench.options;
  bench.progress(`${shape.title}: 50 clients`);
  const limit = () => resultOf<{ rate: number }>('peers/hashes.ts', [shape.limit, String(seconds)]);
  const compared = await compare(bench, limit, (product) =>
    runLoad({
      url: product.url,
      connections: 50,
      seconds,
      requests: shape.requests(product, seconds),
      mayRefuse: true,
    }),
  );
  const { refused } = compared;
  const atCapacity = rowOf({
    measurement: `${shape.title}, 50 clients`,
    gatehouse: `${rateText(compared.gatehouse)}${refused > 0 ? `, ${shareText(refused)} refused` : ''}`,
    against: `Argon2id ${rateText(compared.limit)}`,
    ratio: ratioText(compared.ratio),
    mark: '≥ 0.80',
    met: compared.ratio >= 0.8,
    peer: compared.peer,
    generator: await generatorName(),
  });
  return [atCapacity, ...(await aboveCapacity(bench, shape, compared.limit.median))];
}

async function aboveCapacity(bench: Bench, shape: HashedRequest, limit: number): Promise<Row[]> {
  const product = await bench.gatehouse();
  const { url } = product;
  const seconds = Math.max(overloadSeconds, bench.options.seconds);
  const requests = shape.requests(product, 4 * seconds);
  bench.progress(`${shape.title}: above capacity`);
  const flood = await settled(() =>
    runArrivals({ url, rate: 2 * limit, lasts: seconds, requests }),
  );
  const crowd = await runPoliteClients({ url, clients, seconds, requests });
  const twice = `${shape.title}, arriving at twice the hash rate`;
  return [
    waitRow(`${twice}: longest wait`, flood),
    refusalRow(`${twice}: turned away`, flood),
    waitRow(`${shape.title}, ${clients} clients: longest wait`, crowd),
  ];
}

function waitRow(measurement: string, answers: readonly TimedAnswer[]): Row {
  const longest = Math.max(...answers.map(({ waited }) => waited));
  return rowOf({
    measurement,
    gatehouse: `${(longest / 1000).toFixed(2)} s`,
    mark: '≤ 2 s',
    met: longest <= longestWait,
    generator: 'node:http',
  });
}

function refusalRow(measurement: string, answers: readonly TimedAnswer[]): Row {
  const refused = answers.filter(({ status }) => status >= 300);
  const proper = refused.filter(
    ({ status, retryAfter }) => status === 503 && Number(retryAfter) > 0,
  );
  return rowOf({
    measurement,
    gatehouse: shareText(refused.length / answers.length),
    against: `${shareText(proper.length / Math.max(1, refused.length))} of them 503 with Retry-After`,
    mark: 'all of them',
    met: refused.length > 0 && proper.length === refused.length,
    generator: 'node:http',
  });
}

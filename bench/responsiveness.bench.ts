import { setTimeout as sleep } from 'node:timers/promises';
import { runArrivals } from './harness/arrivals.ts';
import { type Bench, isAbsent, type Measurement } from './harness/bench.ts';
import { get, type HttpRequest } from './harness/http.ts';
import { runLoad } from './harness/load.ts';
import type { Product } from './harness/product.ts';
import { type Figure, figureOf, inTurn, percentile, settled } from './harness/statistics.ts';
import { ratioText, rowOf, timeText } from './harness/table.ts';

const rate = 100;
/** Saturation begins before the first request that counts, and ends after the last, in seconds. */
const margin = 1;

/** The p99 of an authenticated GET at 100/s, idle and while sign-ins saturate the machine. */
export const responsiveness: Measurement = {
  name: 'responsiveness',
  measure: async (bench) => {
    const gatehouse = await bench.gatehouse();
    const hello = await bench.hello();
    const peer = await bench.betterAuth();
    bench.progress('Authenticated GET at 100/s: idle, and while sign-ins saturate');
    const checks = await gatehouse.checks(50);
    const peerChecks = isAbsent(peer) ? [] : await peer.checks(50);
    const results = await inTurn(bench.options.rounds, {
      bareIdle: () => settled(() => p99(bench, hello.url, [get('/hello')])),
      idle: () => settled(() => p99(bench, gatehouse.url, checks)),
      bareBusy: () => saturated(bench, gatehouse, () => p99(bench, hello.url, [get('/hello')])),
      busy: () => saturated(bench, gatehouse, () => p99(bench, gatehouse.url, checks)),
      peerBusy: async () =>
        isAbsent(peer) ? 0 : saturated(bench, peer, () => p99(bench, peer.url, peerChecks)),
    });
    const idle = figureOf(results.idle);
    const busy = figureOf(results.busy);
    const ratio = busy.median / idle.median;
    const load = { generator: 'node:http, open loop' };
    const measurement = 'Authenticated GET at 100/s, p99';
    return [
      rowOf({
        ...load,
        measurement: `${measurement} idle`,
        gatehouse: timeText(idle),
        against: bare(figureOf(results.bareIdle)),
      }),
      rowOf({
        ...load,
        measurement: `${measurement} while sign-ins saturate`,
        gatehouse: timeText(busy),
        against: bare(figureOf(results.bareBusy)),
        mark: '< 10 ms',
        met: busy.median < 10,
        peer: isAbsent(peer) ? peer.absent : timeText(figureOf(results.peerBusy)),
      }),
      rowOf({
        ...load,
        measurement: `${measurement} saturated over idle`,
        gatehouse: timeText(busy),
        against: `idle ${timeText(idle)}`,
        ratio: ratioText(ratio),
        mark: '≤ 2',
        met: ratio <= 2,
      }),
    ];
  },
};

const bare = (figure: Figure) => `bare Nest on Fastify ${timeText(figure)}`;

async function p99(bench: Bench, url: string, requests: readonly HttpRequest[]): Promise<number> {
  const { seconds } = bench.options;
  const answers = await runArrivals({ url, rate, lasts: seconds, requests });
  const failed = answers.filter(({ status }) => status !== 200).length;
  if (failed > 0) throw new Error(`${url}: ${failed} of ${answers.length} answers were errors`);
  return percentile(
    answers.map(({ waited }) => waited),
    99,
  );
}

/** Measures while 50 clients sign in as fast as they are let. */
async function saturated(
  bench: Bench,
  product: Product,
  measure: () => Promise<number>,
): Promise<number> {
  const seconds = bench.options.seconds + 2 * margin;
  const load = runLoad({
    url: product.url,
    connections: 50,
    seconds,
    requests: product.signIns(),
    mayRefuse: true,
  });
  const measured = sleep(margin * 1000).then(measure);
  const [result] = await Promise.all([measured, load]);
  return result;
}

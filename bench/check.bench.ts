import type { Measurement } from './harness/bench.ts';
import { compare } from './harness/compare.ts';
import { get } from './harness/http.ts';
import { generatorName, runLoad } from './harness/load.ts';
import { rateText, ratioText, rowOf } from './harness/table.ts';

const connections = 50;

/** GET /auth/validate, a session for each client, against a bare Nest on Fastify. */
export const check: Measurement = {
  name: 'check',
  measure: async (bench) => {
    const { seconds } = bench.options;
    const hello = await bench.hello();
    bench.progress('Authenticated GET: 50 clients');
    const compared = await compare(
      bench,
      () => runLoad({ url: hello.url, connections, seconds, requests: [get('/hello')] }),
      async (product) =>
        runLoad({
          url: product.url,
          connections,
          seconds,
          requests: await product.checks(connections),
        }),
    );
    return [
      rowOf({
        measurement: 'Authenticated GET, 50 clients',
        gatehouse: rateText(compared.gatehouse),
        against: `bare Nest on Fastify ${rateText(compared.limit)}`,
        ratio: ratioText(compared.ratio),
        mark: '≥ 0.60',
        met: compared.ratio >= 0.6,
        peer: compared.peer,
        generator: await generatorName(),
      }),
    ];
  },
};

import './harness/typescript-imports.ts';
import type { Bench, Measurement } from './harness/bench.ts';
import { EventLoad, listenerCount } from './harness/event-load.ts';
import { startOwned } from './harness/owner.ts';
import { resultOf } from './harness/processes.ts';
import { figureOf, inTurn, percentile } from './harness/statistics.ts';
import { type Row, rateText, ratioText, rowOf, timeText } from './harness/table.ts';

/** Events a second that must get through. */
const wanted = 1000;
const marks = { half: 20, nearlyAll: 150 };

/** Events from their commit to three listeners: over the embedded carrier, and over RabbitMQ. */
export const events: Measurement = {
  name: 'events',
  measure: async (bench) => [...(await embedded(bench)), ...(await overRabbitmq(bench))],
};

async function embedded(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const gatehouse = bench.keep(await startOwned());
  const load = await EventLoad.connect(gatehouse.databaseUrl);
  bench.progress(`Events to ${listenerCount} listeners, ${wanted}/s and one at a time`);
  try {
    const { rates, times } = await inTurn(rounds, {
      rates: () => load.throughput(wanted, seconds),
      times: () => load.latencies(20 * seconds, 50),
    });
    const rate = figureOf(rates);
    const at = (share: number) => figureOf(times.map((each) => percentile(each, share)));
    const time = (share: number, mark: number): Row =>
      rowOf({
        measurement: `Commit to each of ${listenerCount} handlers, p${share}`,
        gatehouse: timeText(at(share)),
        mark: `< ${mark} ms`,
        met: at(share).median < mark,
      });
    // What is offered at this rate is had a little later than it is offered.
    const kept = 0.95;
    return [
      time(50, marks.half),
      time(99, marks.nearlyAll),
      rowOf({
        measurement: `Events to ${listenerCount} listeners, sustained, embedded`,
        gatehouse: rateText(rate),
        against: `${wanted}/s offered`,
        ratio: ratioText(rate.median / wanted),
        mark: `≥ ${wanted * kept}/s, all offered are had`,
        met: rate.median >= wanted * kept,
      }),
    ];
  } finally {
    await load.close();
  }
}

async function overRabbitmq(bench: Bench): Promise<Row[]> {
  const { seconds, rounds } = bench.options;
  const { findProgram } = await import('../server/test/harness/servers/program.js');
  const { startRabbitmq } = await import('../server/test/harness/servers/rabbitmq.js');
  const measurement = `Events to ${listenerCount} listeners over RabbitMQ`;
  if (findProgram('rabbitmq-server') === null)
    return [rowOf({ measurement, gatehouse: 'not measured: rabbitmq-server is not installed' })];
  const rabbitmq = await startRabbitmq();
  bench.keep({ stop: () => rabbitmq.remove() });
  const gatehouse = bench.keep(await startOwned({ RABBITMQ_URL: rabbitmq.url }));
  const load = await EventLoad.connect(gatehouse.databaseUrl);
  bench.progress(`Events over RabbitMQ, and bare confirmed publishes to as many queues`);
  try {
    const count = wanted * seconds;
    const results = await inTurn(rounds, {
      bare: () => resultOf<{ rate: number }>('peers/confirms.ts', [rabbitmq.url, String(count)]),
      gatehouse: () => load.burst(count),
    });
    const bare = figureOf(results.bare.map(({ rate }) => rate));
    const published = figureOf(results.gatehouse.map((each) => each.published));
    const had = figureOf(results.gatehouse.map((each) => each.had));
    return [
      rowOf({
        measurement: 'Events from the outbox, published over RabbitMQ and marked',
        gatehouse: rateText(published),
        against: `bare confirmed publishes ${rateText(bare)}`,
        ratio: ratioText(published.median / bare.median),
        mark: '≥ 0.5',
        met: published.median >= bare.median / 2,
      }),
      rowOf({
        measurement,
        gatehouse: rateText(had),
        mark: `≥ ${wanted}/s`,
        met: had.median >= wanted,
      }),
    ];
  } finally {
    await load.close();
  }
}

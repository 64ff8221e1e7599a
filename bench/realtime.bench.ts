import { setTimeout as sleep } from 'node:timers/promises';
import { apiBase } from '@gatehouse/contracts/route';
import { signInRoutes } from '@gatehouse/contracts/identity/sign-in';
import type { Bench, Measurement } from './harness/bench.ts';
import { type OwnedGatehouse, startOwned } from './harness/owner.ts';
import { residentMemory } from './harness/processes.ts';
import { SocketClient } from './harness/socket-client.ts';
import { figureOf } from './harness/statistics.ts';
import { type Row, rowOf, timeText } from './harness/table.ts';

const idle = 10_000;
const watching = 5_000;
const atOnce = 100;
const mostKilobytes = 40;
/** Seconds after which what connecting left behind has been collected. */
const settling = 10;
const patience = 10_000;

/** Idle sockets of one process, what they hold in memory, and a broadcast to half of them. */
export const realtime: Measurement = {
  name: 'realtime',
  measure: async (bench) => {
    const most = String(2 * idle);
    const gatehouse = bench.keep(
      await startOwned({ GATEHOUSE_SOCKETS_PER_USER: most, GATEHOUSE_SOCKETS_PER_ADDRESS: most }),
    );
    // What the first ones load is not counted with the others.
    const clients = await openAll(gatehouse, atOnce);
    await sleep(settling * 1000);
    const before = await residentMemory(gatehouse.processId);
    bench.progress(`Realtime: ${idle} idle sockets`);
    clients.push(...(await openAll(gatehouse, idle)));
    await sleep(settling * 1000);
    const after = await residentMemory(gatehouse.processId);
    const rows = [
      memoryRow(((after - before) * 1024) / idle),
      await broadcastRow(bench, gatehouse, clients),
    ];
    await Promise.all(clients.map((client) => client.close()));
    return rows;
  },
};

function memoryRow(kilobytes: number): Row {
  return rowOf({
    measurement: `Memory of an idle socket, of ${idle}`,
    gatehouse: `${kilobytes.toFixed(1)} KB`,
    mark: `< ${mostKilobytes} KB`,
    met: kilobytes < mostKilobytes,
  });
}

async function broadcastRow(
  bench: Bench,
  gatehouse: OwnedGatehouse,
  clients: readonly SocketClient[],
): Promise<Row> {
  const watchers = clients.slice(0, watching);
  for (const watcher of watchers) watcher.send('join:monitoring');
  await sleep(settling * 1000);
  const times: number[] = [];
  for (let round = 0; round < bench.options.rounds + 2; round += 1)
    times.push(await broadcast(gatehouse, watchers, `round-${round}@bench.test`));
  const time = figureOf(times);
  return rowOf({
    measurement: `From a failed sign-in's answer to the last of ${watching} sockets`,
    gatehouse: timeText(time),
    mark: '≤ 1 s',
    met: time.median <= 1_000,
  });
}

/** @returns milliseconds until every watcher was told. */
async function broadcast(
  { url }: OwnedGatehouse,
  watchers: readonly SocketClient[],
  identifier: string,
): Promise<number> {
  const told: number[] = [];
  for (const watcher of watchers)
    watcher.onEvent = (packet) => {
      if (packet.includes(identifier)) told.push(performance.now());
    };
  await fetch(url + apiBase + signInRoutes.login.path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: identifier, password: 'wrong' }),
  });
  const begun = performance.now();
  while (told.length < watchers.length) {
    if (performance.now() - begun > patience) throw new Error(`only ${told.length} were told`);
    await sleep(5);
  }
  return (told.at(-1) ?? 0) - begun;
}

async function openAll({ url, token }: OwnedGatehouse, count: number): Promise<SocketClient[]> {
  const clients: SocketClient[] = [];
  while (clients.length < count)
    clients.push(
      ...(await Promise.all(Array.from({ length: atOnce }, () => SocketClient.open(url, token)))),
    );
  return clients;
}

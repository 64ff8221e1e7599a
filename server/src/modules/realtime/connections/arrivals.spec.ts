import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { loadConfig } from '../../../platform/config/config.js';
import type { AccessLog } from '../../../platform/telemetry/access-log.js';
import type { RealtimeSocket } from '../realtime-types.js';
import { Arrivals } from './arrivals.js';
import type { Handshake } from './handshake.js';
import type { SocketEntrance } from './socket-entrance.js';

/** As much of a connection as is used. */
class FakeConnection extends EventEmitter {
  readyState = 'open';

  close(): void {
    this.readyState = 'closed';
    this.emit('close');
  }
}

const most = 2;
const newArrivals = (admitted: () => void = () => {}) => {
  const handshake = {
    admit: async () => {
      admitted();
      return { caller: { userId: 'ada' } };
    },
  } as unknown as Handshake;
  const entrance = { originOf: () => ({ address: '192.0.2.1', userAgent: '' }) };
  const config = loadConfig({ NODE_ENV: 'test', GATEHOUSE_SOCKETS_PER_USER: String(most) });
  const log = { write: () => {} } as unknown as AccessLog;
  return new Arrivals(handshake, entrance as unknown as SocketEntrance, log, config);
};
const arrive = (arrivals: Arrivals, conn = new FakeConnection()) =>
  arrivals.admit({
    conn,
    handshake: { auth: {} },
    nsp: { name: '/realtime' },
  } as unknown as RealtimeSocket);

it('lets so many sockets of a person in, and another one when one of them goes', async () => {
  const arrivals = newArrivals();
  const first = new FakeConnection();
  await arrive(arrivals, first);
  await arrive(arrivals);
  await expect(arrive(arrivals)).rejects.toThrow('too_many_requests');
  first.close();
  await arrive(arrivals);
});

it('counts nobody whose connection ended while it was looked at', async () => {
  let opened: FakeConnection | undefined;
  const arrivals = newArrivals(() => opened?.close());
  for (let time = 0; time < 2 * most; time += 1) {
    opened = new FakeConnection();
    await expect(arrive(arrivals, opened)).rejects.toThrow('unauthenticated');
  }
  opened = undefined;
  await arrive(arrivals);
});

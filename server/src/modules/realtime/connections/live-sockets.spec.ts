import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { TestClock } from '../../../../test/harness/events.js';
import { AppError } from '../../../kernel/error.js';
import { minutes } from '../../../kernel/clock.js';
import { Changes } from '../../../platform/database/changes.js';
import type { AddressGate } from '../../../platform/http/address-gate.js';
import type { RealtimeSocket } from '../realtime-types.js';
import type { Handshake } from './handshake.js';
import { LiveSockets } from './live-sockets.js';

const caller = {
  userId: 'user',
  sessionId: 'session',
  organizationId: 'org',
  role: 'MANAGER',
  customRole: null,
  permissions: new Set(['security:read']),
};

/** As much of a socket as is used. */
class FakeSocket extends EventEmitter {
  readonly told: unknown[][] = [];
  readonly rooms = new Set<string>();
  readonly data: { token: string; tokenExpiresAt: number; caller: typeof caller; address: string };
  closed = false;
  dropped = false;
  readonly conn = {
    transport: { socket: { bufferedAmount: 0 } },
    close: () => (this.dropped = true),
  };

  constructor(tokenExpiresAt: number) {
    super();
    this.data = { token: 'token', tokenExpiresAt, caller, address: '192.0.2.1' };
  }
  override emit(name: string, ...data: unknown[]): boolean {
    this.told.push([name, ...data]);
    return true;
  }
  join = (names: string[]) => names.forEach((name) => this.rooms.add(name));
  leave = (name: string) => void this.rooms.delete(name);
  disconnect = () => {
    this.closed = true;
    super.emit('disconnect');
  };
}

let clock: TestClock;
let live: LiveSockets;
let blocked: string[];
let socket: FakeSocket;
let answer: () => { caller: unknown; tokenExpiresAt: number };

beforeEach(() => {
  vi.useFakeTimers();
  clock = new TestClock();
  const tokenExpiresAt = clock.time() + minutes(15);
  answer = () => ({ caller, tokenExpiresAt });
  const handshake = { callerOf: async () => answer() } as unknown as Handshake;
  blocked = [];
  const gate = { blockOf: (address: string) => blocked.includes(address) || null };
  live = new LiveSockets(handshake, gate as unknown as AddressGate, clock, new Changes());
  live.onModuleInit();
  socket = new FakeSocket(tokenExpiresAt);
  live.add(socket as unknown as RealtimeSocket);
});
afterEach(() => {
  live.onModuleDestroy();
  vi.useRealTimers();
});

it('closes a socket when its token expires, which was never replaced', async () => {
  await vi.advanceTimersByTimeAsync(minutes(14));
  expect(socket.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(minutes(2));
  expect(socket.told).toEqual([['session:ended', { reason: 'token_expired' }]]);
  expect(socket.closed).toBe(true);
});

it('keeps it for as long as a fresh token lasts', async () => {
  answer = () => ({ caller, tokenExpiresAt: clock.time() + minutes(15) });
  await vi.advanceTimersByTimeAsync(minutes(10));
  await live.renew(socket as unknown as RealtimeSocket, 'fresh');
  await vi.advanceTimersByTimeAsync(minutes(10));
  expect(socket).toMatchObject({ closed: false, data: { token: 'fresh' } });
});

it('attack 20: a socket whose session ended between the handshake and its arrival is closed', async () => {
  answer = () => {
    throw new AppError('unauthenticated');
  };
  const late = new FakeSocket(clock.time() + minutes(15));
  live.add(late as unknown as RealtimeSocket);
  await vi.advanceTimersByTimeAsync(100);
  expect(late.told).toEqual([['session:ended', { reason: 'ended' }]]);
  expect(late.closed).toBe(true);
});

it('moves to the rooms of another role, and out of those that it may no longer be in', async () => {
  socket.rooms.add('monitoring');
  expect([...socket.rooms]).toEqual(['user:user', 'org:org', 'role:org:MANAGER', 'monitoring']);
  const lesser = { ...caller, role: 'EMPLOYEE', permissions: new Set() };
  answer = () => ({ caller: lesser, tokenExpiresAt: clock.time() + minutes(15) });
  live.recheckAll();
  await vi.advanceTimersByTimeAsync(100);
  expect([...socket.rooms]).toEqual(['user:user', 'org:org', 'role:org:EMPLOYEE']);
});

it('drops a client that does not keep up', async () => {
  socket.conn.transport.socket.bufferedAmount = 2 ** 21;
  await vi.advanceTimersByTimeAsync(6_000);
  expect(socket.dropped).toBe(true);
});

it('drops the sockets of an address that was blocked since', async () => {
  await vi.advanceTimersByTimeAsync(6_000);
  expect(socket.dropped).toBe(false);
  blocked.push('192.0.2.1');
  await vi.advanceTimersByTimeAsync(6_000);
  expect(socket.dropped).toBe(true);
});

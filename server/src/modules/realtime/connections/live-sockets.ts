import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { rooms, type ServerEventData } from '@gatehouse/contracts/realtime';
import { Clock, seconds } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Changes } from '../../../platform/database/changes.js';
import { AddressGate } from '../../../platform/http/address-gate.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import type { RealtimeSocket, SocketData } from '../realtime-types.js';
import { Handshake } from './handshake.js';

/** Several connections hear of a change, one after the other: it is looked at once, this much later (ms). */
const gathering = 20;
const sweepEvery = seconds(5);
/** More than this waiting to be written (bytes): the client does not keep up, and may come again. */
const mostBuffered = 1024 * 1024;

/** The open sockets of this instance: each lives as long as the session and the token behind it. */
@Injectable()
export class LiveSockets implements OnModuleInit, OnModuleDestroy {
  private readonly bySession = new Map<string, Set<RealtimeSocket>>();
  private readonly changed = new Set<string>();
  private sweeping: NodeJS.Timeout | undefined;

  constructor(
    private readonly handshake: Handshake,
    private readonly gate: AddressGate,
    private readonly clock: Clock,
    changes: Changes,
  ) {
    changes.on('session', (id) => this.note(id));
  }

  onModuleInit(): void {
    this.sweeping = setInterval(() => this.sweep(), sweepEvery).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.sweeping);
  }

  /** Takes a socket in; it leaves by itself when it is closed. */
  add(socket: RealtimeSocket): void {
    const { sessionId } = socket.data.caller;
    const sockets = this.bySession.get(sessionId) ?? new Set();
    this.bySession.set(sessionId, sockets.add(socket));
    socket.once('disconnect', () => {
      sockets.delete(socket);
      if (sockets.size === 0) this.bySession.delete(sessionId);
    });
    joinStandingRooms(socket, socket.data.caller);
    // The session may have ended between the handshake and now, when nobody listened for it.
    this.recheck(socket).catch(() => {});
  }

  /** Asks about every session again, after a time in which changes may not have been heard of. */
  recheckAll(): void {
    for (const id of this.bySession.keys()) this.note(id);
  }

  /**
   * Asks what the socket's token is good for now, and lets it keep what its session may still have.
   * @throws AppError, and closes the socket, when that is nothing.
   */
  async recheck(socket: RealtimeSocket): Promise<void> {
    const { data } = socket;
    try {
      this.keep(socket, await this.handshake.callerOf(data.token));
    } catch (error) {
      end(socket, data.tokenExpiresAt <= this.clock.time() ? 'token_expired' : 'ended');
      throw error;
    }
  }

  /**
   * Goes on with a fresh token.
   * @throws AppError `unauthenticated`, `enrolment_required`, and `forbidden` for that of another session.
   */
  async renew(socket: RealtimeSocket, token: string): Promise<void> {
    const fresh = await this.handshake.callerOf(token);
    if (fresh.caller.sessionId !== socket.data.caller.sessionId) throw new AppError('forbidden');
    this.keep(socket, { ...fresh, token });
  }

  private keep(
    socket: RealtimeSocket,
    known: Pick<SocketData, 'caller'> & Partial<SocketData>,
  ): void {
    const before = socket.data.caller;
    Object.assign(socket.data, known);
    if (known.caller === before) return;
    for (const room of standingRooms(before)) void socket.leave(room);
    joinStandingRooms(socket, known.caller);
    if (!known.caller.permissions.has('security:read')) void socket.leave(rooms.monitoring());
  }

  private note(sessionId: string): void {
    if (!this.bySession.has(sessionId) || this.changed.has(sessionId)) return;
    this.changed.add(sessionId);
    setTimeout(() => {
      this.changed.delete(sessionId);
      // A socket that cannot be told to be anybody's is closed; there is no one else to tell.
      for (const socket of this.bySession.get(sessionId) ?? [])
        this.recheck(socket).catch(() => {});
    }, gathering);
  }

  /** Whether it comes from an address that was blocked since, or its client does not keep up. */
  private isUnwanted(socket: RealtimeSocket): boolean {
    return this.gate.blockOf(socket.data.address) !== null || bufferedBy(socket) > mostBuffered;
  }

  private sweep(): void {
    const now = this.clock.time();
    for (const sockets of this.bySession.values())
      for (const socket of sockets) {
        if (socket.data.tokenExpiresAt <= now) end(socket, 'token_expired');
        else if (this.isUnwanted(socket)) socket.conn.close(true);
      }
  }
}

/** Tells a socket that it is over, and closes it. */
function end(socket: RealtimeSocket, reason: ServerEventData<'session:ended'>['reason']): void {
  socket.emit('session:ended', { reason });
  socket.disconnect(true);
}

/** Rooms that a socket is in by itself. */
function standingRooms({ userId, organizationId, role, customRole }: SessionCaller): string[] {
  const own = rooms.user(userId);
  if (organizationId === null || role === null) return [own];
  const roleKey = customRole?.id ?? role;
  return [own, rooms.organization(organizationId), rooms.role(organizationId, roleKey)];
}

function joinStandingRooms(socket: RealtimeSocket, caller: SessionCaller): void {
  void socket.join(standingRooms(caller));
}

/** Bytes that the client has not taken yet; `ws` counts them, and Engine.IO's types hide it. */
function bufferedBy(socket: RealtimeSocket): number {
  const { transport } = socket.conn as unknown as {
    transport: { socket?: { bufferedAmount?: number } };
  };
  return transport.socket?.bufferedAmount ?? 0;
}

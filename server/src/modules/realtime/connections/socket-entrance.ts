import { type IncomingMessage, type Server as HttpServer, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { Server as Engine, type Socket as Connection } from 'engine.io';
import { seconds } from '../../../kernel/clock.js';
import { Draining } from '../../../platform/health/draining.js';
import { UpgradeCheck } from './upgrade-check.js';

/** Where a connection came from. */
export interface Origin {
  readonly address: string;
  readonly userAgent: string;
}

/** Largest message that a client may send, in bytes. */
const mostBytes = 16 * 1024;

/**
 * Takes WebSocket upgrades from the HTTP server. All other requests stay with Fastify, whose hooks
 * nothing can then walk past: WebSocket is the only transport, and long polling is none.
 */
@Injectable()
export class SocketEntrance {
  readonly engine = new Engine({
    transports: ['websocket'],
    allowUpgrades: false,
    maxHttpBufferSize: mostBytes,
    // Costs each socket tens of kilobytes, and events are small.
    perMessageDeflate: false,
    pingInterval: seconds(25),
    pingTimeout: seconds(20),
  });
  private readonly origins = new WeakMap<Connection, Origin>();
  private closed = false;

  constructor(
    private readonly check: UpgradeCheck,
    private readonly host: HttpAdapterHost,
    draining: Draining,
  ) {
    draining.onBegin(() => this.close());
    this.engine.on('connection', (connection: Connection) => this.take(connection));
  }

  open(): void {
    const server = this.host.httpAdapter.getHttpServer() as HttpServer;
    // Node hands over every request that asks to upgrade to anything, once somebody listens.
    Object.assign(server, {
      shouldUpgradeCallback: (request: IncomingMessage) => this.check.concerns(request),
    });
    server.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
  }

  originOf(connection: object): Origin {
    return this.origins.get(connection as Connection) ?? { address: '', userAgent: '' };
  }

  /** Refuses new connections, and closes those that are open: their clients try another instance. */
  private close(): void {
    this.closed = true;
    this.engine.close();
  }

  private upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const refusal = this.closed ? 503 : this.check.refusal(request);
    if (refusal === null) this.engine.handleUpgrade(request, socket, head);
    else refuse(socket, refusal);
  }

  private take(connection: Connection): void {
    const { request } = connection;
    const address = this.check.addressOf(request);
    const userAgent = request.headers['user-agent'] ?? '';
    this.origins.set(connection, { address, userAgent });
    connection.once('close', this.check.count(address));
    // Its headers are of no more use, and are most of what an idle connection holds in memory.
    Object.assign(connection, { request: null });
  }
}

function refuse(socket: Duplex, status: number): void {
  socket.on('error', () => {});
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`,
  );
}

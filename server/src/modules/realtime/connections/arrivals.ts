import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { newRandomId } from '../../../kernel/id.js';
import { newTraceparent, traceIdOf } from '../../../kernel/trace.js';
import { Config } from '../../../platform/config/config.js';
import { AccessLog } from '../../../platform/telemetry/access-log.js';
import type { RealtimeSocket } from '../realtime-types.js';
import { Handshake } from './handshake.js';
import { OpenCount } from './open-count.js';
import { SocketEntrance } from './socket-entrance.js';

/** Lets sockets into the namespace. */
@Injectable()
export class Arrivals {
  private readonly open = new OpenCount();

  constructor(
    private readonly handshake: Handshake,
    private readonly entrance: SocketEntrance,
    private readonly accessLog: AccessLog,
    private readonly config: Config,
  ) {}

  /** @throws AppError `too_many_requests`, `unauthenticated`, `enrolment_required` */
  async admit(socket: RealtimeSocket): Promise<void> {
    const begun = performance.now();
    const { address, userAgent } = this.entrance.originOf(socket.conn);
    const data = await this.handshake.admit(socket.handshake.auth, address);
    const { userId } = data.caller;
    // Its client went while it was looked at: it would be counted for ever.
    if (socket.conn.readyState === 'closed') throw new AppError('unauthenticated');
    if (this.open.of(userId) >= this.config.GATEHOUSE_SOCKETS_PER_USER)
      throw new AppError('too_many_requests');
    socket.conn.once('close', this.open.add(userId));
    socket.data = { ...data, address };
    // The token is kept in one place, where a fresh one takes its place.
    socket.handshake.auth = {};
    this.accessLog.write({
      correlationId: newRandomId(),
      traceId: traceIdOf(newTraceparent()),
      userId,
      method: 'GET',
      path: socket.nsp.name,
      status: 101,
      duration: performance.now() - begun,
      clientAddress: address,
      userAgent,
    });
  }
}

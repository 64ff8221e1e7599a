import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { realtimeNamespace } from '@gatehouse/contracts/realtime';
import { Server } from 'socket.io';
import { seconds } from '../../kernel/clock.js';
import { AppError } from '../../kernel/error.js';
import { isEntrance } from '../../platform/config/apps/apps.js';
import { Config } from '../../platform/config/config.js';
import { Announcer } from './announcer.js';
import { ClientEventsService } from './client-events.service.js';
import { Arrivals } from './connections/arrivals.js';
import { connectError } from './connections/handshake.js';
import { LiveSockets } from './connections/live-sockets.js';
import { SocketEntrance } from './connections/socket-entrance.js';
import type { RealtimeServer, RealtimeSocket } from './realtime-types.js';

/** Socket.IO on the server's own port, namespace `/realtime` (C30). */
@Injectable()
export class RealtimeGateway implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly io: RealtimeServer = new Server({ connectTimeout: seconds(10) });
  private readonly namespace = this.io.of(realtimeNamespace);

  constructor(
    private readonly config: Config,
    private readonly entrance: SocketEntrance,
    private readonly arrivals: Arrivals,
    private readonly live: LiveSockets,
    private readonly clientEvents: ClientEventsService,
    private readonly announcer: Announcer,
  ) {
    this.io.bind(entrance.engine);
    this.io.use((_socket, next) => next(connectError(new AppError('not_found'))));
    this.namespace.use((socket, next) => {
      this.arrivals.admit(socket).then(
        () => next(),
        (error: unknown) => next(connectError(error)),
      );
    });
    this.namespace.on('connection', (socket) => this.welcome(socket));
  }

  async onApplicationBootstrap(): Promise<void> {
    if (!isEntrance(this.config)) return;
    await this.announcer.start(this.namespace);
    this.entrance.open();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.announcer.stop();
  }

  private welcome(socket: RealtimeSocket): void {
    this.live.add(socket);
    // Never handed on: every event, known or not, is answered in one place.
    socket.use((packet) => void this.clientEvents.receive(socket, packet));
  }
}

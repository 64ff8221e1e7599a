import { Module } from '@nestjs/common';
import { EventDirectory } from '../../platform/events/event-listener.js';
import { RedisConnections } from '../../platform/redis/redis-connections.js';
import { Logger } from '../../platform/telemetry/logger.js';
import { Announcer } from './announcer.js';
import { ClientEventsService } from './client-events.service.js';
import { Arrivals } from './connections/arrivals.js';
import { Handshake } from './connections/handshake.js';
import { LiveSockets } from './connections/live-sockets.js';
import { SocketEntrance } from './connections/socket-entrance.js';
import { UpgradeCheck } from './connections/upgrade-check.js';
import { FanOut } from './fan-out/fan-out.js';
import { FanOutRepository } from './fan-out/fan-out.repository.js';
import { PostgresFanOut } from './fan-out/postgres-fan-out.js';
import { RedisFanOut } from './fan-out/redis-fan-out.js';
import { RealtimeGateway } from './realtime.gateway.js';
import { RealtimeListener } from './realtime.listener.js';
import { RealtimeMetrics } from './realtime.metrics.js';
import { LiveMetrics } from './sources/live-metrics.js';
import { LiveNotifications } from './sources/live-notifications.js';

/** Who must know at once: Socket.IO at `/realtime`, for as long as the session behind a socket lasts. */
@Module({
  providers: [
    RealtimeGateway,
    Announcer,
    UpgradeCheck,
    SocketEntrance,
    Arrivals,
    Handshake,
    LiveSockets,
    ClientEventsService,
    FanOutRepository,
    PostgresFanOut,
    {
      provide: FanOut,
      inject: [PostgresFanOut, RedisConnections, Logger],
      useFactory: (postgres: PostgresFanOut, redis: RedisConnections, logger: Logger) =>
        redis.configured ? new RedisFanOut(postgres, redis, logger) : postgres,
    },
    RealtimeListener,
    RealtimeMetrics,
    LiveNotifications,
    LiveMetrics,
  ],
})
export class RealtimeModule {
  constructor(directory: EventDirectory, listener: RealtimeListener) {
    directory.register(listener);
  }
}

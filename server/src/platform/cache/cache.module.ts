import { Global, Module } from '@nestjs/common';
import { RedisConnections } from '../redis/redis-connections.js';
import { Metrics } from '../telemetry/metrics.js';
import { Cache } from './cache.js';
import { CountingCache } from './counting-cache.js';
import { MemoryCache } from './memory-cache.js';
import { RedisCache } from './redis-cache.js';

/** A cache in memory, or in Redis where it is configured. */
@Global()
@Module({
  providers: [
    {
      provide: Cache,
      inject: [RedisConnections, Metrics],
      useFactory: (redis: RedisConnections, metrics: Metrics) =>
        new CountingCache(
          redis.configured ? new RedisCache(redis.eager('cache')) : new MemoryCache(),
          metrics,
        ),
    },
  ],
  exports: [Cache],
})
export class CacheModule {}

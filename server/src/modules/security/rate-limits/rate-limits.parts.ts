import { RateLimiter } from '../../../platform/http/rate-limiter.js';
import { RedisConnections } from '../../../platform/redis/redis-connections.js';
import { BucketExchange, NoExchange } from './bucket.js';
import { RateLimitsService } from './rate-limits.service.js';
import { RedisBucketExchange } from './redis-bucket-exchange.js';

/** What limits calls; over all instances where Redis is configured. */
export const rateLimitParts = {
  providers: [
    { provide: RateLimiter, useClass: RateLimitsService },
    {
      provide: BucketExchange,
      inject: [RedisConnections],
      useFactory: (redis: RedisConnections) =>
        redis.configured ? new RedisBucketExchange(redis.eager('limits')) : new NoExchange(),
    },
  ],
};

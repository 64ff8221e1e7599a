import { Global, Module } from '@nestjs/common';
import { RedisCheck } from './redis.check.js';
import { RedisConnections } from './redis-connections.js';

/** Redis, where it is configured; nothing in it is more than a copy or a hint. */
@Global()
@Module({ providers: [RedisConnections, RedisCheck], exports: [RedisConnections] })
export class RedisModule {}

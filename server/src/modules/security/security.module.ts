import { Global, Module } from '@nestjs/common';
import { RateLimiter } from '../../platform/http/rate-limiter.js';
import { RateLimitsService } from './rate-limits/rate-limits.service.js';

@Global()
@Module({
  providers: [{ provide: RateLimiter, useClass: RateLimitsService }],
  exports: [RateLimiter],
})
export class SecurityModule {}

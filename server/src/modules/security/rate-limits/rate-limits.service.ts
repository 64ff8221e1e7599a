import { Injectable } from '@nestjs/common';
import type { RateLimitClass } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Rate } from '../../../platform/config/http.variables.js';
import {
  RateLimiter,
  type RateLimitKey,
  type RateLimitVerdict,
} from '../../../platform/http/rate-limiter.js';
import { BucketExchange, type BucketSize } from './bucket.js';
import { Buckets } from './buckets.js';

type Limit = Exclude<RateLimitClass, 'none'>;

/**
 * Token buckets in memory: `perMinute + burst` calls at once, refilled at `perMinute`. A bucket
 * refills whether or not calls go on, so steady traffic never prolongs a refusal (attack 28). What
 * other instances let pass is taken into account a moment later, and no call waits for it.
 */
@Injectable()
export class RateLimitsService extends RateLimiter {
  private readonly limits: Record<Limit, Record<RateLimitKey, Buckets>>;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly exchange: BucketExchange,
  ) {
    super();
    this.limits = {
      api: bucketsOf(config.GATEHOUSE_RATE_API),
      login: bucketsOf(config.GATEHOUSE_RATE_LOGIN),
      two_factor: bucketsOf(config.GATEHOUSE_RATE_2FA),
    };
  }

  check(limit: Limit, by: RateLimitKey, key: string, perMinute?: number | null): RateLimitVerdict {
    // Of second factors only failures count (C20): `penalize` takes the token.
    const size = limit === 'api' && perMinute ? this.sizeOf(perMinute) : undefined;
    return this.take(limit, by, key, limit === 'two_factor' ? 0 : 1, size);
  }

  penalize(limit: Limit, by: RateLimitKey, key: string): void {
    this.take(limit, by, key, 1);
  }

  /** What a key may do was chosen within the bound of that day. */
  private sizeOf(perMinute: number): BucketSize {
    const capacity = Math.min(perMinute, this.config.GATEHOUSE_KEY_REQUESTS_PER_MINUTE);
    return { capacity, perSecond: capacity / 60 };
  }

  private take(
    name: Limit,
    by: RateLimitKey,
    key: string,
    cost: 0 | 1,
    size?: BucketSize,
  ): RateLimitVerdict {
    const buckets = this.limits[name][by];
    const { capacity, perSecond } = size ?? buckets.size;
    const bucket = buckets.of(key, this.clock.time(), size);
    const allowed = bucket.tokens >= 1 || !this.config.GATEHOUSE_RATE_LIMITS;
    if (bucket.tokens >= 1 && cost > 0) {
      bucket.tokens -= cost;
      bucket.untold += cost;
      this.exchange.note(name, by, key, bucket, size ?? buckets.size);
    }
    return {
      allowed,
      limit: capacity,
      remaining: Math.max(0, Math.floor(bucket.tokens)),
      resetAfter: (capacity - bucket.tokens) / perSecond,
      retryAfter: allowed ? 0 : (1 - bucket.tokens) / perSecond,
    };
  }
}

function bucketsOf({ perMinute, burst }: Rate): Record<RateLimitKey, Buckets> {
  const size = { capacity: perMinute + burst, perSecond: perMinute / 60 };
  return { address: new Buckets(size), user: new Buckets(size) };
}

import { Injectable } from '@nestjs/common';
import type { RateLimitClass } from '@gatehouse/contracts/route';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Rate } from '../../../platform/config/http.variables.js';
import {
  RateLimiter,
  type RateLimitKey,
  type RateLimitVerdict,
} from '../../../platform/http/rate-limiter.js';

interface Bucket {
  tokens: number;
  filledAt: number;
}

type Limit = Exclude<RateLimitClass, 'none'>;

/** One limit, and the buckets of its callers. */
type Buckets = Readonly<Record<RateLimitKey, LRUCache<string, Bucket>>> & {
  /** Calls at once. */
  readonly capacity: number;
  readonly perSecond: number;
};

/** Most callers that are remembered at once; the longest unseen are forgotten first. */
const mostCallers = 100_000;

/**
 * Token buckets in memory: `perMinute + burst` calls at once, refilled at `perMinute`. A bucket
 * refills whether or not calls go on, so steady traffic never prolongs a refusal (attack 28).
 */
@Injectable()
export class RateLimitsService extends RateLimiter {
  private readonly limits: Record<Limit, Buckets>;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
    this.limits = {
      api: bucketsOf(config.GATEHOUSE_RATE_API),
      login: bucketsOf(config.GATEHOUSE_RATE_LOGIN),
      two_factor: bucketsOf(config.GATEHOUSE_RATE_2FA),
    };
  }

  check(limit: Limit, by: RateLimitKey, key: string): RateLimitVerdict {
    // Of second factors only failures count (C20): `penalize` takes the token.
    return this.take(this.limits[limit], by, key, limit === 'two_factor' ? 0 : 1);
  }

  penalize(limit: Limit, by: RateLimitKey, key: string): void {
    this.take(this.limits[limit], by, key, 1);
  }

  private take(limit: Buckets, by: RateLimitKey, key: string, cost: 0 | 1): RateLimitVerdict {
    const { capacity, perSecond } = limit;
    const bucket = this.refilled(limit, by, key);
    const allowed = bucket.tokens >= 1 || !this.config.GATEHOUSE_RATE_LIMITS;
    if (bucket.tokens >= 1) bucket.tokens -= cost;
    return {
      allowed,
      limit: capacity,
      remaining: Math.floor(bucket.tokens),
      resetAfter: (capacity - bucket.tokens) / perSecond,
      retryAfter: allowed ? 0 : (1 - bucket.tokens) / perSecond,
    };
  }

  private refilled(limit: Buckets, by: RateLimitKey, key: string) {
    const now = this.clock.time();
    const { capacity, perSecond, [by]: buckets } = limit;
    const bucket = buckets.get(key);
    if (!bucket) {
      const fresh = { tokens: capacity, filledAt: now };
      buckets.set(key, fresh);
      return fresh;
    }
    const elapsed = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(capacity, bucket.tokens + elapsed * perSecond);
    bucket.filledAt = now;
    return bucket;
  }
}

function bucketsOf({ perMinute, burst }: Rate): Buckets {
  return {
    capacity: perMinute + burst,
    perSecond: perMinute / 60,
    address: new LRUCache({ max: mostCallers }),
    user: new LRUCache({ max: mostCallers }),
  };
}

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
import { type Bucket, BucketExchange, type BucketSize } from './bucket.js';

type Limit = Exclude<RateLimitClass, 'none'>;

/** One limit, and the buckets of its callers. */
type Buckets = Readonly<Record<RateLimitKey, LRUCache<string, Bucket>>> & BucketSize;

/** Most callers that are remembered at once; the longest unseen are forgotten first. */
const mostCallers = 100_000;

/**
 * Token buckets in memory: `perMinute + burst` calls at once, refilled at `perMinute`. A bucket
 * refills whether or not calls go on, so steady traffic never prolongs a refusal (attack 28). What
 * other instances let pass is taken into account a moment later, and no call waits for it.
 */
@Injectable()
export class RateLimitsService extends RateLimiter {
  private readonly limits: Record<Limit, Buckets>;

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

  check(limit: Limit, by: RateLimitKey, key: string): RateLimitVerdict {
    // Of second factors only failures count (C20): `penalize` takes the token.
    return this.take(limit, by, key, limit === 'two_factor' ? 0 : 1);
  }

  penalize(limit: Limit, by: RateLimitKey, key: string): void {
    this.take(limit, by, key, 1);
  }

  private take(name: Limit, by: RateLimitKey, key: string, cost: 0 | 1): RateLimitVerdict {
    const limit = this.limits[name];
    const { capacity, perSecond } = limit;
    const bucket = this.refilled(limit, by, key);
    const allowed = bucket.tokens >= 1 || !this.config.GATEHOUSE_RATE_LIMITS;
    if (bucket.tokens >= 1 && cost > 0) {
      bucket.tokens -= cost;
      bucket.untold += cost;
      this.exchange.note(`${name}:${by}:${key}`, bucket, limit);
    }
    return {
      allowed,
      limit: capacity,
      remaining: Math.max(0, Math.floor(bucket.tokens)),
      resetAfter: (capacity - bucket.tokens) / perSecond,
      retryAfter: allowed ? 0 : (1 - bucket.tokens) / perSecond,
    };
  }

  private refilled(limit: Buckets, by: RateLimitKey, key: string) {
    const now = this.clock.time();
    const { capacity, perSecond, [by]: buckets } = limit;
    const bucket = buckets.get(key);
    if (!bucket) {
      const fresh = { tokens: capacity, filledAt: now, untold: 0 };
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

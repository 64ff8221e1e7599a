import { Injectable } from '@nestjs/common';
import type { RateLimitClass } from '@gatehouse/contracts/route';
import { LRUCache } from 'lru-cache';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Rate } from '../../../platform/config/http.variables.js';
import { RateLimiter, type RateLimitVerdict } from '../../../platform/http/rate-limiter.js';

interface Bucket {
  tokens: number;
  filledAt: number;
}

/** Most callers that are remembered at once; the longest unseen are forgotten first. */
const mostCallers = 100_000;

/**
 * Token buckets in memory: `perMinute + burst` calls at once, refilled at `perMinute`. A bucket
 * refills whether or not calls go on, so steady traffic never prolongs a refusal (attack 28).
 */
@Injectable()
export class RateLimitsService extends RateLimiter {
  private readonly buckets = new LRUCache<string, Bucket>({ max: mostCallers });
  private readonly rates: Record<Exclude<RateLimitClass, 'none'>, Rate>;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
    this.rates = {
      api: config.GATEHOUSE_RATE_API,
      login: config.GATEHOUSE_RATE_LOGIN,
      two_factor: config.GATEHOUSE_RATE_2FA,
    };
  }

  check(limit: Exclude<RateLimitClass, 'none'>, key: string): RateLimitVerdict {
    // Of second factors only failures count (C20): `penalize` takes the token.
    return this.take(limit, key, limit === 'two_factor' ? 0 : 1);
  }

  penalize(limit: Exclude<RateLimitClass, 'none'>, key: string): void {
    this.take(limit, key, 1);
  }

  private take(limit: Exclude<RateLimitClass, 'none'>, key: string, cost: 0 | 1): RateLimitVerdict {
    const rate = this.rates[limit];
    const capacity = rate.perMinute + rate.burst;
    const perSecond = rate.perMinute / 60;
    const bucket = this.refilled(`${limit} ${key}`, capacity, perSecond);
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

  private refilled(key: string, capacity: number, perSecond: number): Bucket {
    const now = this.clock.now().getTime();
    const bucket = this.buckets.get(key);
    if (!bucket) {
      const fresh = { tokens: capacity, filledAt: now };
      this.buckets.set(key, fresh);
      return fresh;
    }
    const elapsed = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(capacity, bucket.tokens + elapsed * perSecond);
    bucket.filledAt = now;
    return bucket;
  }
}

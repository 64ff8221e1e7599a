import type { RateLimitClass } from '@gatehouse/contracts/route';
import { AppError, type RefusingLimit } from '../../kernel/error.js';

/** Whether a call may pass, and what the `RateLimit` headers say. Times in seconds. */
export interface RateLimitVerdict {
  readonly allowed: boolean;
  /** Calls that can pass at once when none came lately. */
  readonly limit: number;
  readonly remaining: number;
  /** Until the limit is whole again. */
  readonly resetAfter: number;
  /** Until the next call can pass; 0 when this one did. */
  readonly retryAfter: number;
}

/** What the `RateLimit` fields say of a limit. */
export const limitOf = (
  name: RateLimitClass,
  { limit: quota, remaining, resetAfter }: RateLimitVerdict,
): RefusingLimit => ({ name, quota, remaining, resetAfter });

/** The error of a call that may not pass. */
export const refusedBy = (name: RateLimitClass, verdict: RateLimitVerdict): AppError =>
  new AppError('too_many_requests', {
    retryAfter: verdict.retryAfter,
    limit: limitOf(name, verdict),
  });

/** Whom calls are counted against. */
export type RateLimitKey = 'address' | 'user';

/** Counts calls; bound by the security module. */
export abstract class RateLimiter {
  /**
   * @param key the address or the user id that the call counts against.
   * @param perMinute of ordinary calls, instead of what the settings say.
   */
  abstract check(
    limit: Exclude<RateLimitClass, 'none'>,
    by: RateLimitKey,
    key: string,
    perMinute?: number | null,
  ): RateLimitVerdict;
  /** Counts a failed second factor, whose successes are free. */
  abstract penalize(limit: Exclude<RateLimitClass, 'none'>, by: RateLimitKey, key: string): void;
}

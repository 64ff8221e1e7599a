import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Config } from '../../../platform/config/config.js';
import type { Rate } from '../../../platform/config/http.variables.js';
import { BucketExchange } from '../rate-limits/bucket.js';
import { Buckets } from '../rate-limits/buckets.js';

type By = 'address' | 'account';

/**
 * Counts failures by address and by account, in the same buckets as the limits: whoever has emptied
 * one is suspicious until some of it has come back.
 */
@Injectable()
export class SuspicionService {
  private readonly buckets: Record<By, Buckets>;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly exchange: BucketExchange,
  ) {
    this.buckets = {
      address: bucketsOf(config.GATEHOUSE_CHALLENGE_ADDRESS),
      account: bucketsOf(config.GATEHOUSE_CHALLENGE_ACCOUNT),
    };
  }

  /** Nobody is while the limits are off, for load tests. */
  isSuspicious(address: string, account: string | null): boolean {
    if (!this.config.GATEHOUSE_RATE_LIMITS) return false;
    return (
      this.isEmpty('address', address) || (account !== null && this.isEmpty('account', account))
    );
  }

  note(address: string, account: string | null): void {
    this.take('address', address);
    if (account !== null) this.take('account', account);
  }

  private isEmpty(by: By, key: string): boolean {
    return this.buckets[by].of(key, this.clock.time()).tokens < 1;
  }

  private take(by: By, key: string): void {
    const bucket = this.buckets[by].of(key, this.clock.time());
    if (bucket.tokens < 1) return;
    bucket.tokens -= 1;
    bucket.untold += 1;
    this.exchange.note('challenge', by, key, bucket, this.buckets[by].size);
  }
}

const bucketsOf = ({ perMinute, burst }: Rate): Buckets =>
  new Buckets({ capacity: perMinute + burst, perSecond: perMinute / 60 });

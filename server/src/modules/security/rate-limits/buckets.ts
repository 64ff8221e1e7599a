import type { Bucket, BucketSize } from './bucket.js';

/** Most callers of a generation; with more, the longest unseen are forgotten early. */
const mostCallers = 50_000;

/**
 * The buckets of one limit, refilled as time goes by. They live in two generations: whoever was not
 * seen for as long as the emptiest bucket takes to fill has a full one again, and is forgotten with
 * the older generation. So memory follows the callers of the last minutes.
 */
export class Buckets {
  private recent = new Map<string, Bucket>();
  private former = new Map<string, Bucket>();
  private begunAt = 0;
  /** Of a generation, in milliseconds; a bucket may owe as much as it holds. */
  private readonly life: number;

  constructor(readonly size: BucketSize) {
    this.life = (2 * size.capacity * 1000) / size.perSecond;
  }

  /** The bucket of a caller, as full as it is now. @param now in milliseconds since 1970. @param size of a caller who has another. */
  of(key: string, now: number, size: BucketSize = this.size): Bucket {
    if (Math.abs(now - this.begunAt) > this.life || this.recent.size >= mostCallers) this.turn(now);
    const bucket = this.recent.get(key) ?? this.kept(key) ?? this.fresh(key, now, size);
    const { capacity, perSecond } = size;
    const elapsed = Math.max(0, now - bucket.filledAt) / 1000;
    bucket.tokens = Math.min(capacity, bucket.tokens + elapsed * perSecond);
    bucket.filledAt = now;
    return bucket;
  }

  private kept(key: string): Bucket | undefined {
    const bucket = this.former.get(key);
    if (bucket) this.recent.set(key, bucket);
    return bucket;
  }

  private fresh(key: string, now: number, { capacity }: BucketSize): Bucket {
    const bucket = { tokens: capacity, filledAt: now, untold: 0 };
    this.recent.set(key, bucket);
    return bucket;
  }

  private turn(now: number): void {
    this.former = this.recent;
    this.recent = new Map();
    this.begunAt = now;
  }
}

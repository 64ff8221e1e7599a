import type { Redis } from 'ioredis';
import { BucketExchange, type Bucket, type BucketSize } from './bucket.js';

/** Wait for more before an exchange, in milliseconds: so long, instances may not know of each other. */
const pace = 10;
/** Buckets in one script, which nothing else of Redis runs beside. */
const atOnce = 250;

interface Noted {
  readonly bucket: Bucket;
  readonly size: BucketSize;
}

/**
 * Takes tokens from shared buckets. The clock is that of Redis. A bucket may owe as much as it
 * holds: what instances let pass before they knew of each other is paid back.
 */
const script = `
local time = redis.call('TIME')
local now = time[1] * 1000 + time[2] / 1000
local left = {}
for i, key in ipairs(KEYS) do
  local capacity, rate, taken = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local held = redis.call('HMGET', key, 'tokens', 'at')
  local tokens, at = tonumber(held[1]) or capacity, tonumber(held[2]) or now
  tokens = math.min(capacity, tokens + math.max(0, now - at) * rate / 1000)
  tokens = math.max(-capacity, tokens - taken)
  redis.call('HSET', key, 'tokens', tokens, 'at', now)
  redis.call('PEXPIRE', key, math.ceil((capacity - tokens) * 1000 / rate) + 1000)
  left[i] = tostring(tokens)
end
return left`;

/**
 * Tells Redis in batches what was taken here, and hears what is left for all. Requests never wait
 * for it. While Redis is away, each instance counts for itself.
 */
export class RedisBucketExchange extends BucketExchange {
  private noted = new Map<string, Noted>();
  private underWay = false;

  constructor(private readonly redis: Redis) {
    super();
  }

  override note(limit: string, by: string, key: string, bucket: Bucket, size: BucketSize): void {
    this.noted.set(`${limit}:${by}:${key}`, { bucket, size });
    if (this.underWay) return;
    this.underWay = true;
    setTimeout(() => void this.exchangeAll(), pace).unref();
  }

  private async exchangeAll(): Promise<void> {
    while (this.noted.size > 0) {
      const all = [...this.noted];
      this.noted = new Map();
      for (let begin = 0; begin < all.length; begin += atOnce)
        await this.exchange(all.slice(begin, begin + atOnce)).catch(() => {});
    }
    this.underWay = false;
  }

  private async exchange(noted: readonly (readonly [string, Noted])[]): Promise<void> {
    const keys = noted.map(([key]) => `gatehouse:limit:${key}`);
    const numbers = noted.flatMap(([, { bucket, size }]) => {
      const { untold } = bucket;
      bucket.untold = 0;
      return [size.capacity, size.perSecond, untold];
    });
    const left = (await this.redis.eval(script, keys.length, ...keys, ...numbers)) as string[];
    noted.forEach(([, { bucket }], index) => {
      // Nobody has more than what was taken here leaves, so a flushed Redis loosens no limit.
      bucket.tokens = Math.min(bucket.tokens, Number(left[index]) - bucket.untold);
    });
  }
}

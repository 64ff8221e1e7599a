/** Tokens of one caller under one limit. */
export interface Bucket {
  /** Below nothing when several instances let calls pass before they knew of each other's. */
  tokens: number;
  /** Milliseconds since 1970. */
  filledAt: number;
  /** Tokens taken here that other instances have not been told of. */
  untold: number;
}

/** A limit as numbers. */
export interface BucketSize {
  /** Calls at once. */
  readonly capacity: number;
  readonly perSecond: number;
}

/** Takes calls into account that other instances let pass. */
export abstract class BucketExchange {
  /** Tokens were taken from a bucket, whose name is the same on every instance. */
  abstract note(limit: string, by: string, key: string, bucket: Bucket, size: BucketSize): void;
}

/** For an instance that is alone. */
export class NoExchange extends BucketExchange {
  override note(): void {}
}

import type { z } from 'zod';

/** One kind of event: what happened, in the past tense, with ids and facts and never a secret. */
export interface EventContract<T extends z.ZodObject = z.ZodObject> {
  /** `noun.happened` (C31). */
  readonly type: string;
  /** Semantic version of the payload (S3-105). */
  readonly version: string;
  readonly summary: string;
  readonly data: T;
}

/** Declares an event; keeps the shape of its data. */
export const event = <const T extends z.ZodObject>(
  type: string,
  summary: string,
  data: T,
  version = '1.0.0',
): EventContract<T> => ({ type, version, summary, data });

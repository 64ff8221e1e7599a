import type { z } from 'zod';

/** One kind of event: what happened, in the past tense, with ids and facts and never a secret. */
export interface EventContract<T extends z.ZodObject = z.ZodObject> {
  /** `noun.happened` (C31). */
  readonly type: string;
  /** Semantic version of the payload (S3-105). */
  readonly version: string;
  readonly summary: string;
  readonly data: T;
  /**
   * Of an important event (S3-113), the kind of what it is about, such as `alert` of `alert/<id>`:
   * such events wait behind no others. All of one kind of subject do, so that they stay in order.
   */
  readonly important?: string;
}

/** What most events do not say; the version is 1.0.0 then. */
type EventTraits = Partial<Pick<EventContract, 'version' | 'important'>>;

/** Declares an event; keeps the shape of its data. */
export const event = <const T extends z.ZodObject>(
  type: string,
  summary: string,
  data: T,
  { version = '1.0.0', ...traits }: EventTraits = {},
): EventContract<T> => ({ type, version, summary, data, ...traits });

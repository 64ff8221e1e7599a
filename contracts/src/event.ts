import { z } from 'zod';

/** One kind of event: what happened, in the past tense, with ids and facts and never a secret. */
export interface EventContract<T extends z.ZodObject = z.ZodObject> {
  /** Module that it comes from, as the envelope names it (S3-107), such as `/identity`. */
  readonly source: string;
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
  /** Declared, so that listeners can be written, and not told of by any module yet. */
  readonly announced?: true;
  /** Of the installation, and of no organization. */
  readonly installation?: true;
  /**
   * No webhook can get it: it is about a person alone, or its organization has no endpoints yet, or
   * none any more.
   */
  readonly withheld?: true;
}

/** What most events do not say; the version is 1.0.0 then. */
type EventTraits = Partial<
  Pick<EventContract, 'version' | 'important' | 'announced' | 'installation' | 'withheld'>
>;

/** Some types of events that somebody asks for; there may be as many as there are types. */
export const typeNames = z.array(z.string().max(100)).max(500);

/**
 * Declares the events of a module: of each, the shape of its data is kept.
 * @param common what holds for all of them.
 */
export const eventsFrom =
  (source: string, common: EventTraits = {}) =>
  <const T extends z.ZodObject>(
    type: string,
    summary: string,
    data: T,
    { version = '1.0.0', ...traits }: EventTraits = {},
  ): EventContract<T> => ({
    source,
    type,
    version,
    summary,
    data,
    ...common,
    ...traits,
  });

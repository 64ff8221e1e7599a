import type { TimelineBucket } from '@gatehouse/contracts/security/attempts';

/** A time of which attempts are shown, in the form of a field of a form; empty where it is open. */
export interface Span {
  from: string;
  until: string;
}

export const openSpan: Span = { from: '', until: '' };

/** Minutes by the clock of this browser, such as `2026-11-21T14:05`. */
const localMinute = (time: number): string => {
  const date = new Date(time);
  return new Date(time - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
};

const momentOf = (local: string): string | undefined =>
  local === '' ? undefined : new Date(local).toISOString();

/** As the API takes it. */
export const queryOf = ({ from, until }: Span) => ({
  'occurredAt[gte]': momentOf(from),
  'occurredAt[lt]': momentOf(until),
});

/** From one bucket to another, in whatever order. @param width of a bucket, in seconds. */
export const spanOf = (one: TimelineBucket, other: TimelineBucket, width: number): Span => {
  const [first, last] = [one, other]
    .map(({ start }) => Date.parse(start))
    .toSorted((a, b) => a - b);
  return { from: localMinute(first ?? 0), until: localMinute((last ?? 0) + width * 1_000) };
};

/** Which buckets a span covers: the first, and how many. Null where it is open or elsewhere. */
export const coveredBy = (
  { from, until }: Span,
  buckets: readonly TimelineBucket[],
): { first: number; count: number } | null => {
  if (from === '' && until === '') return null;
  const [begin, end] = [momentOf(from) ?? '', momentOf(until) ?? '\uffff'];
  const covered = buckets.map(({ start }) => start >= begin && start < end);
  const first = covered.indexOf(true);
  return first === -1 ? null : { first, count: covered.filter(Boolean).length };
};

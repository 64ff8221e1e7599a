import type { TimelineBucket } from '@gatehouse/contracts/security/attempts';

/** A time of which attempts are shown: moments as in the API, undefined where it is open. */
export interface Span {
  from?: string | undefined;
  until?: string | undefined;
}

const padded = (number: number, length = 2): string => String(number).padStart(length, '0');

/**
 * As a field of a form shows it: minutes by the clock of this browser, such as `2026-11-21T14:05`.
 * While one types a year it passes through the first century, whose time zones had seconds: an offset
 * in minutes would change what stands in the field.
 */
export const fieldOf = (moment: string | undefined): string => {
  if (moment === undefined) return '';
  const date = new Date(moment);
  const day = [padded(date.getFullYear(), 4), padded(date.getMonth() + 1), padded(date.getDate())];
  return `${day.join('-')}T${padded(date.getHours())}:${padded(date.getMinutes())}`;
};

/** What a field of a form says; undefined when it is empty. */
export const momentOf = (field: string): string | undefined =>
  field === '' ? undefined : new Date(field).toISOString();

/** As the API takes it. */
export const queryOf = ({ from, until }: Span) => ({
  'occurredAt[gte]': from,
  'occurredAt[lt]': until,
});

/** From one bucket to another, in whatever order. @param width of a bucket, in seconds. */
export const spanOf = (one: TimelineBucket, other: TimelineBucket, width: number): Span => {
  const [first = 0, last = 0] = [one, other]
    .map(({ start }) => Date.parse(start))
    .toSorted((a, b) => a - b);
  return {
    from: new Date(first).toISOString(),
    until: new Date(last + width * 1_000).toISOString(),
  };
};

/** Which buckets a span covers: the first, and how many. Null where it is open or elsewhere. */
export const coveredBy = (
  { from, until }: Span,
  buckets: readonly TimelineBucket[],
): { first: number; count: number } | null => {
  if (from === undefined && until === undefined) return null;
  const [begin, end] = [from ?? '', until ?? '\uffff'];
  const covered = buckets.map(({ start }) => start >= begin && start < end);
  const first = covered.indexOf(true);
  return first === -1 ? null : { first, count: covered.filter(Boolean).length };
};

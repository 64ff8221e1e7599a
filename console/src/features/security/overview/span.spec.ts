import { expect, it } from 'vitest';
import { coveredBy, fieldOf, momentOf, queryOf, spanOf } from './span';

const minute = 60_000;
const begin = Date.parse('2026-11-21T14:00:00.000Z');
const buckets = Array.from({ length: 60 }, (_, index) => ({
  start: new Date(begin + index * minute).toISOString(),
  succeeded: 0,
  failed: 0,
}));
const bucketAt = (index: number) => buckets[index] ?? { start: '', succeeded: 0, failed: 0 };

it('goes from the beginning of one bucket to the end of another, whichever was first', () => {
  const span = spanOf(bucketAt(9), bucketAt(5), 60);
  expect(span).toEqual(spanOf(bucketAt(5), bucketAt(9), 60));
  expect(queryOf(span)).toEqual({
    'occurredAt[gte]': '2026-11-21T14:05:00.000Z',
    'occurredAt[lt]': '2026-11-21T14:10:00.000Z',
  });
  expect(coveredBy(span, buckets)).toEqual({ first: 5, count: 5 });
});

it('is open at either side, and may lie elsewhere', () => {
  expect(queryOf({})).toEqual({});
  expect(coveredBy({}, buckets)).toBeNull();
  const { from } = spanOf(bucketAt(50), bucketAt(50), 60);
  expect(coveredBy({ from }, buckets)).toEqual({ first: 50, count: 10 });
  const gone = { from: '2020-01-01T00:00:00.000Z', until: '2020-01-02T00:00:00.000Z' };
  expect(coveredBy(gone, buckets)).toBeNull();
});

it('is shown by the clock of the browser, and read back by it', () => {
  const moment = '2026-11-21T14:05:00.000Z';
  expect(momentOf(fieldOf(moment))).toBe(moment);
  expect(fieldOf(momentOf('0002-11-21T14:05'))).toBe('0002-11-21T14:05');
  expect([fieldOf(undefined), momentOf('')]).toEqual(['', undefined]);
});

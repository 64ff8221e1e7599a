import { expect, it } from 'vitest';
import { snoozeTimes } from './inbox';

it('offers an hour, and tomorrow at nine, also over the end of a month', () => {
  const now = new Date(2026, 10, 30, 23, 15);
  expect(snoozeTimes(now)).toEqual([
    ['For an hour', new Date(2026, 11, 1, 0, 15)],
    ['Until tomorrow', new Date(2026, 11, 1, 9, 0)],
  ]);
});

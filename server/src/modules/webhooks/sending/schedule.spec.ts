import { expect, it } from 'vitest';
import { hours, minutes, seconds } from '../../../kernel/clock.js';
import { waitAfter } from './schedule.js';

const none = () => 0;
const all = (time: number) => time;

it('waits as the standard says, ten tries in all', () => {
  const waits = Array.from({ length: 10 }, (_, tries) => waitAfter(tries + 1, 0, none));
  expect(waits).toEqual([
    seconds(5),
    minutes(5),
    minutes(30),
    hours(2),
    hours(5),
    hours(10),
    hours(14),
    hours(20),
    hours(24),
    null,
  ]);
});

it('spreads what failed together over a tenth more', () => {
  expect(waitAfter(2, 0, all)).toBe(minutes(5) * 1.1);
});

it('lets a receiver ask for more time, up to a day, and never for less', () => {
  expect(waitAfter(1, minutes(1), none)).toBe(minutes(1));
  expect(waitAfter(3, minutes(1), none)).toBe(minutes(30));
  expect(waitAfter(1, hours(999), none)).toBe(hours(24));
});

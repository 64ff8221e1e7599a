import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { minutes, seconds } from '../../../kernel/clock.js';
import type { LogFields } from '../logger.js';
import { RepeatedWarnings } from './repeated-warnings.js';

let lines: [string, LogFields?][];
let warnings: RepeatedWarnings;
beforeEach(() => {
  vi.useFakeTimers();
  lines = [];
  warnings = new RepeatedWarnings({ warn: (...line) => lines.push(line) });
});
afterEach(() => vi.useRealTimers());

const flood = (times: number) => {
  for (let time = 0; time < times; time += 1) warnings.warn('Too busy', { code: 'overloaded' });
};

it('writes the first at once, and a flood as one line a minute with its number', () => {
  flood(5_000);
  expect(lines).toEqual([['Too busy', { code: 'overloaded' }]]);
  vi.advanceTimersByTime(minutes(1));
  flood(20);
  vi.advanceTimersByTime(minutes(1));
  expect(lines.slice(1)).toEqual([
    ['Too busy', { code: 'overloaded', repetitions: 4_999 }],
    ['Too busy', { code: 'overloaded', repetitions: 20 }],
  ]);
});

it('is quiet where none follow, and begins anew afterwards', () => {
  flood(1);
  vi.advanceTimersByTime(minutes(2));
  flood(1);
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(seconds(61));
  expect(vi.getTimerCount()).toBe(0);
});

it('counts each kind for itself', () => {
  warnings.warn('No answer', { provider: 'a' }, 'a');
  warnings.warn('No answer', { provider: 'b' }, 'b');
  warnings.warn('No answer', { provider: 'b' }, 'b');
  expect(lines).toHaveLength(2);
  vi.advanceTimersByTime(minutes(1));
  expect(lines.slice(2)).toEqual([['No answer', { provider: 'b', repetitions: 1 }]]);
});

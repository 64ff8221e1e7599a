import { days, hours, jitter, minutes, seconds } from '../../../kernel/clock.js';

/** Waits before the first try and after each that failed (G07), in milliseconds. */
const waits = [
  0,
  seconds(5),
  minutes(5),
  minutes(30),
  hours(2),
  hours(5),
  hours(10),
  hours(14),
  hours(20),
  hours(24),
];
/** Longest that a receiver may put a try off by `Retry-After`. */
const longestWait = hours(24);
/** An endpoint of which nothing was accepted for so long is switched off. */
export const failingFor = days(5);

/**
 * How long to wait after a try that failed, in milliseconds, with up to a tenth added at random so
 * that what failed together does not come together; null when there are no tries left.
 * @param tries made so far on this round.
 * @param retryAfter what the receiver asked for, in milliseconds.
 */
export function waitAfter(tries: number, retryAfter = 0, spread = jitter): number | null {
  const wait = waits[tries];
  if (wait === undefined) return null;
  return Math.max(wait + spread(wait / 10), Math.min(retryAfter, longestWait));
}

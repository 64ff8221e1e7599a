import type { NotificationPreferences } from '@gatehouse/contracts/notifications/preferences';
import { after, minutes } from '../../../kernel/clock.js';

const minutesADay = 24 * 60;

/** Minutes since midnight, such as 1320 for `22:00`. */
const minutesOf = (wallClock: string): number =>
  Number(wallClock.slice(0, 2)) * 60 + Number(wallClock.slice(3));

/** What the clock on the wall of a time zone says. */
const wallClockOf = (at: Date, timeZone: string): number =>
  minutesOf(
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(at),
  );

/** From one time of the day to the next time that it is another. */
const distance = (from: number, to: number): number => (to - from + minutesADay) % minutesADay;

/**
 * When the quiet hours end that it is in now; null outside of them. They may go over midnight, and
 * a day on which the clocks are changed is as long as it is.
 */
export function quietUntil(
  now: Date,
  { quietHours, timeZone }: Pick<NotificationPreferences, 'quietHours' | 'timeZone'>,
): Date | null {
  if (!quietHours) return null;
  const [from, until] = [minutesOf(quietHours.from), minutesOf(quietHours.until)];
  const isQuiet = (at: Date): boolean =>
    distance(from, wallClockOf(at, timeZone)) < distance(from, until);
  if (!isQuiet(now)) return null;
  const local = wallClockOf(now, timeZone);
  const minute = minutes(1);
  const fullMinute = new Date(Math.floor(now.getTime() / minute) * minute);
  const end = after(fullMinute, minutes(distance(local, until)));
  // The clocks were changed in between: what the wall says then tells by how much.
  const early = distance(wallClockOf(end, timeZone), until);
  let over = after(end, minutes(early > minutesADay / 2 ? early - minutesADay : early));
  // An end that the clocks skip, such as 02:30 in that night, is when they are put forward.
  while (isQuiet(over)) over = after(over, minute);
  return over;
}

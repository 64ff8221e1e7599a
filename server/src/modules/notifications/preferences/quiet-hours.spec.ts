import { describe, expect, it } from 'vitest';
import { quietUntil } from './quiet-hours.js';

const nights = { from: '22:00', until: '07:00' };
const end = (now: string, timeZone = 'UTC', quietHours: typeof nights | null = nights) =>
  quietUntil(new Date(now), { quietHours, timeZone })?.toISOString() ?? null;

describe('quiet hours', () => {
  it('are over when they end, in the person’s time zone', () => {
    expect(end('2026-11-21T23:30:10Z')).toBe('2026-11-22T07:00:00.000Z');
    expect(end('2026-11-21T06:59:59Z')).toBe('2026-11-21T07:00:00.000Z');
    expect(end('2026-11-21T21:30:00Z', 'Europe/Berlin')).toBe('2026-11-22T06:00:00.000Z');
    expect(end('2026-11-21T17:00:00Z', 'Asia/Kolkata')).toBe('2026-11-22T01:30:00.000Z');
  });

  it('are not before they begin nor when they have ended', () => {
    expect(end('2026-11-21T21:59:59Z')).toBeNull();
    expect(end('2026-11-21T07:00:00Z')).toBeNull();
    expect(end('2026-11-21T12:00:00Z', 'UTC', null)).toBeNull();
  });

  it('may lie within a day', () => {
    const lunch = { from: '12:00', until: '13:00' };
    expect(end('2026-11-21T12:15:00Z', 'UTC', lunch)).toBe('2026-11-21T13:00:00.000Z');
    expect(end('2026-11-21T13:00:00Z', 'UTC', lunch)).toBeNull();
    expect(end('2026-11-21T12:00:00Z', 'UTC', { from: '12:00', until: '12:00' })).toBeNull();
  });

  it('end by the clock on the wall in the night in which it is changed', () => {
    // Clocks go forward at 01:00 UTC on 29 March 2026, and back at 01:00 UTC on 25 October.
    expect(end('2026-03-28T22:00:00Z', 'Europe/Berlin')).toBe('2026-03-29T05:00:00.000Z');
    expect(end('2026-10-24T22:00:00Z', 'Europe/Berlin')).toBe('2026-10-25T06:00:00.000Z');
  });

  it('that begin or end in the hour that is skipped do so when the clocks are put forward', () => {
    const endsThen = { from: '22:00', until: '02:30' };
    for (const now of ['2026-03-28T22:00:00Z', '2026-03-29T00:45:00Z'])
      expect(end(now, 'Europe/Berlin', endsThen)).toBe('2026-03-29T01:00:00.000Z');
    expect(end('2026-03-29T01:00:00Z', 'Europe/Berlin', endsThen)).toBeNull();
    const beginsThen = { from: '02:30', until: '07:00' };
    expect(end('2026-03-29T00:59:00Z', 'Europe/Berlin', beginsThen)).toBeNull();
    expect(end('2026-03-29T01:00:00Z', 'Europe/Berlin', beginsThen)).toBe(
      '2026-03-29T05:00:00.000Z',
    );
    const within = { from: '02:15', until: '02:45' };
    for (const now of ['2026-03-29T00:59:00Z', '2026-03-29T01:00:00Z'])
      expect(end(now, 'Europe/Berlin', within)).toBeNull();
  });
});

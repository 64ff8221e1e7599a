import { describe, expect, it } from 'vitest';
import { timesOf } from './audit';

const local = (...day: [number, number, number]) => new Date(...day).toISOString();

describe('times of the audit filter', () => {
  it('are whole days where the reader is, the last one included', () => {
    expect(timesOf({ since: 'days', from: '2026-02-27', until: '2026-02-28' })).toEqual({
      from: local(2026, 1, 27),
      before: local(2026, 2, 1),
    });
  });

  it('may be open at either end, and leave out what is not a day', () => {
    expect(timesOf({ since: 'days', from: '2026-02-27' })).toEqual({ from: local(2026, 1, 27) });
    expect(timesOf({ since: 'days', from: 'yesterday', until: '' })).toEqual({});
  });

  it('are those of a period, or all', () => {
    const { from, before } = timesOf({ since: 'day', from: '2026-02-27' });
    expect(Date.now() - Date.parse(from ?? '')).toBeCloseTo(86_400_000, -3);
    expect(before).toBeUndefined();
    expect(timesOf({ since: 'for ever' })).toEqual({});
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../kernel/id.js';
import { Places } from './places.js';

const slowAfter = 1_000;
/** What may be claimed of quick endpoints beyond the 64 places. */
const ahead = 64;

describe('places', () => {
  let freed: number;
  let places: Places;
  beforeEach(() => {
    vi.useFakeTimers();
    freed = 0;
    places = new Places(() => (freed += 1), slowAfter);
  });
  afterEach(() => vi.useRealTimers());

  /** Claims a delivery and begins its try. @returns what ends it, written down. */
  function begin(endpoint = newId()): () => void {
    places.hold(endpoint);
    const leave = places.take(endpoint);
    return () => {
      leave();
      places.release(endpoint);
    };
  }
  const beginSome = (count: number) => Array.from({ length: count }, () => begin());
  const freeOf = (lane: string) => places.rooms.find((room) => room.lane === lane)?.free ?? 0;
  const allowanceOf = (endpoint: string) => places.rooms[0]?.allowances.get(endpoint);

  it('are taken and given back', () => {
    const endpoint = newId();
    const end = begin(endpoint);
    expect(freeOf('quick')).toBe(63 + ahead);
    expect(allowanceOf(endpoint)).toBe(7);
    end();
    expect(freeOf('quick')).toBe(64 + ahead);
  });

  it('are left to quick ones by those that turn out slow', () => {
    beginSome(64);
    expect(freeOf('quick')).toBe(0);
    vi.advanceTimersByTime(slowAfter);
    expect(freed).toBe(64);
    expect([freeOf('quick'), freeOf('slow')]).toEqual([64 + ahead, 128]);
  });

  it('are never more than all, however many turn out slow', () => {
    for (let round = 0; round < 10; round += 1) {
      for (let id = newId(); places.isFree(id); id = newId()) begin(id);
      vi.advanceTimersByTime(slowAfter);
    }
    expect([freeOf('quick'), freeOf('slow')]).toEqual([0, 0]);
  });

  it('are kept for quick ones once it is known who is slow', () => {
    const endpoints = Array.from({ length: 64 }, () => newId());
    const ends = endpoints.map((id) => begin(id));
    vi.advanceTimersByTime(slowAfter);
    for (const end of ends) end();
    // The same again, which begin in the slow lane now.
    for (let round = 0; round < 3; round += 1) for (const id of endpoints) begin(id);
    expect([freeOf('quick'), freeOf('slow')]).toEqual([64 + ahead, 0]);
    expect(endpoints.some((id) => places.isFree(id))).toBe(false);
    expect(places.isFree(newId())).toBe(true);
  });

  it('are those of the quick ones again after one quick answer', () => {
    const endpoint = newId();
    const end = begin(endpoint);
    vi.advanceTimersByTime(slowAfter);
    end();
    expect(places.rooms.find(({ lane }) => lane === 'slow')?.slow.has(endpoint)).toBe(true);
    begin(endpoint)();
    expect(places.rooms).toMatchObject([{ lane: 'quick', free: 64 + ahead }]);
  });

  it('of one endpoint are eight', () => {
    const endpoint = newId();
    for (let count = 0; count < 8; count += 1) {
      expect(places.isFree(endpoint)).toBe(true);
      begin(endpoint);
    }
    expect(places.isFree(endpoint)).toBe(false);
    expect(allowanceOf(endpoint)).toBe(0);
  });

  it('have more claimed for them where an endpoint answers at once, and no more where it is slower', () => {
    const endpoint = newId();
    const ends = [begin(endpoint), begin(endpoint)];
    ends[0]?.();
    expect(allowanceOf(endpoint)).toBe(39);
    vi.advanceTimersByTime(200);
    ends[1]?.();
    expect(allowanceOf(endpoint)).toBe(8);
  });

  it('have no more claimed for them from when an endpoint that answered at once does so no more', () => {
    const endpoint = newId();
    begin(endpoint)();
    begin(endpoint);
    expect(allowanceOf(endpoint)).toBe(39);
    vi.advanceTimersByTime(slowAfter);
    expect(allowanceOf(endpoint)).toBe(7);
  });

  it('forget endpoints that nothing was sent to for a while', () => {
    const endpoint = newId();
    begin(endpoint)();
    expect(allowanceOf(endpoint)).toBe(40);
    vi.advanceTimersByTime(11_000);
    expect(allowanceOf(endpoint)).toBeUndefined();
  });
});

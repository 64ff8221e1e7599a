import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../kernel/id.js';
import { Places } from './places.js';

const slowAfter = 1_000;

describe('places', () => {
  let freed: number;
  let places: Places;
  beforeEach(() => {
    vi.useFakeTimers();
    freed = 0;
    places = new Places(() => (freed += 1), slowAfter);
  });
  afterEach(() => vi.useRealTimers());

  const take = (count: number) => Array.from({ length: count }, () => places.take(newId()));
  const freeOf = (lane: string) => places.rooms.find((room) => room.lane === lane)?.free ?? 0;

  it('are taken and given back', () => {
    const endpoint = newId();
    const leave = places.take(endpoint);
    expect(places.rooms).toMatchObject([{ lane: 'quick', free: 63 }]);
    expect(places.rooms[0]?.busy.get(endpoint)).toBe(1);
    leave();
    expect(places.rooms).toMatchObject([{ lane: 'quick', free: 64 }]);
    expect(places.rooms[0]?.busy.has(endpoint)).toBe(false);
  });

  it('are left to quick ones by those that turn out slow', () => {
    take(64);
    expect(places.rooms).toEqual([]);
    vi.advanceTimersByTime(slowAfter);
    expect(freed).toBe(64);
    expect([freeOf('quick'), freeOf('slow')]).toEqual([64, 128]);
  });

  it('are never more than all, however many turn out slow', () => {
    for (let round = 0; round < 10; round += 1) {
      take(freeOf('quick'));
      vi.advanceTimersByTime(slowAfter);
    }
    expect(places.rooms).toEqual([]);
  });

  it('are kept for quick ones once it is known who is slow', () => {
    const endpoints = Array.from({ length: 64 }, () => newId());
    const leaves = endpoints.map((id) => places.take(id));
    vi.advanceTimersByTime(slowAfter);
    for (const leave of leaves) leave();
    // The same again, which begin in the slow lane now.
    for (let round = 0; round < 3; round += 1) for (const id of endpoints) places.take(id);
    expect([freeOf('quick'), freeOf('slow')]).toEqual([64, 0]);
  });

  it('are those of the quick ones again after one quick answer', () => {
    const endpoint = newId();
    const leave = places.take(endpoint);
    vi.advanceTimersByTime(slowAfter);
    leave();
    expect(places.rooms.find(({ lane }) => lane === 'slow')?.slow.has(endpoint)).toBe(true);
    places.take(endpoint)();
    expect(places.rooms).toMatchObject([{ lane: 'quick', free: 64 }]);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClaimedDelivery } from './sending.repository.js';
import { WaitingLine } from './waiting-line.js';

const delivery = (id: string, endpoint: string) =>
  ({ delivery: { id }, endpoint: { id: endpoint } }) as ClaimedDelivery;

describe('deliveries that wait for a place', () => {
  let line: WaitingLine;
  beforeEach(() => {
    vi.useFakeTimers();
    line = new WaitingLine();
    for (const [id, endpoint] of [
      ['1', 'busy'],
      ['2', 'busy'],
      ['3', 'idle'],
      ['4', 'idle'],
    ] as const)
      line.add(delivery(id, endpoint));
  });
  afterEach(() => vi.useRealTimers());

  it('begin in their order, and let others pass whose endpoint has a place', () => {
    expect(line.next(() => true)?.delivery.id).toBe('1');
    expect(line.next((endpoint) => endpoint === 'idle')?.delivery.id).toBe('3');
    expect(line.next(() => true)?.delivery.id).toBe('2');
    expect(line.countOf('idle')).toBe(1);
    expect(line.next(() => false)).toBeUndefined();
  });

  it('are not sent by what was known of their endpoint long ago', () => {
    vi.advanceTimersByTime(301);
    line.add(delivery('5', 'busy'));
    expect(line.next(() => true)?.delivery.id).toBe('5');
    expect(line.takeStale().map((one) => one.delivery.id)).toEqual(['1', '2', '3', '4']);
    expect(line.takeAll()).toEqual([]);
  });
});

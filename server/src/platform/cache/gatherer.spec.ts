import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RequestContext, requestContext } from '../http/request-context.js';
import { Gatherer } from './gatherer.js';

describe('Gatherer', () => {
  let worked: (readonly number[])[];
  let patience: number;
  let gatherer: Gatherer<number, number>;
  beforeEach(() => {
    vi.useFakeTimers();
    worked = [];
    gatherer = new Gatherer<number, number>(
      (items) => {
        worked.push(items);
        if (items.includes(13)) return Promise.reject(new Error('unlucky'));
        return Promise.resolve(items.map((item) => item * 10));
      },
      () => patience,
      4,
    );
  });
  afterEach(() => vi.useRealTimers());

  it('works on what comes at once while there is no patience', async () => {
    patience = 0;
    expect(await Promise.all([1, 2].map((item) => gatherer.add(item)))).toEqual([10, 20]);
    expect(worked).toEqual([[1], [2]]);
  });

  it('works on what comes within the patience of the first together', async () => {
    patience = 30;
    const first = gatherer.add(1);
    await vi.advanceTimersByTimeAsync(29);
    const second = gatherer.add(2);
    expect(worked).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(await Promise.all([first, second])).toEqual([10, 20]);
    const third = gatherer.add(3);
    await vi.advanceTimersByTimeAsync(30);
    expect(await third).toBe(30);
    expect(worked).toEqual([[1, 2], [3]]);
  });

  it('waits no longer when there are enough, or when whoever comes has no patience', async () => {
    patience = 30;
    const many = [1, 2, 3, 4].map((item) => gatherer.add(item));
    expect(await Promise.all(many)).toEqual([10, 20, 30, 40]);
    const waiting = gatherer.add(5);
    patience = 0;
    expect(await Promise.all([waiting, gatherer.add(6)])).toEqual([50, 60]);
    expect(worked).toEqual([
      [1, 2, 3, 4],
      [5, 6],
    ]);
  });

  it('works for one in its own request, and for several in that of none', async () => {
    const callers: (string | undefined)[] = [];
    const telling = new Gatherer<number, number>(
      (items) => {
        callers.push(requestContext.getStore()?.clientAddress);
        return Promise.resolve(items);
      },
      () => patience,
      4,
    );
    const addAs = (address: string, item: number) =>
      requestContext.run(new RequestContext('id', 0, address, '', undefined), () =>
        telling.add(item),
      );
    patience = 0;
    await addAs('192.0.2.1', 1);
    patience = 30;
    const both = [addAs('192.0.2.1', 2), addAs('192.0.2.2', 3)];
    await vi.advanceTimersByTimeAsync(30);
    await Promise.all(both);
    expect(callers).toEqual(['192.0.2.1', undefined]);
  });

  it('fails nobody for the sake of another', async () => {
    patience = 30;
    const settled = Promise.allSettled([12, 13, 14].map((item) => gatherer.add(item)));
    await vi.advanceTimersByTimeAsync(30);
    expect(await settled).toEqual([
      { status: 'fulfilled', value: 120 },
      { status: 'rejected', reason: new Error('unlucky') },
      { status: 'fulfilled', value: 140 },
    ]);
  });

  it('fails all when an answer is missing', async () => {
    patience = 0;
    const forgetful = new Gatherer(
      () => Promise.resolve([]),
      () => patience,
      4,
    );
    await expect(forgetful.add(1)).rejects.toThrow('of 1 items 0 were answered');
  });
});

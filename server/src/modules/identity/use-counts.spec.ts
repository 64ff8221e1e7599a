import { describe, expect, it } from 'vitest';
import { QuietLogger, TestClock } from '../../../test/harness/events.js';
import { UseCounts, type Uses } from './use-counts.js';

describe('uses of keys and sessions', () => {
  it('are counted in memory, written together, and not lost when that fails', async () => {
    const written: Uses[] = [];
    let fails = true;
    const uses = new UseCounts(
      (counts) => {
        if (fails) return Promise.reject(new Error('no database'));
        written.push(counts);
        return Promise.resolve();
      },
      new TestClock(),
      new QuietLogger(),
    );
    uses.add('a');
    uses.add('a');
    uses.add('b');
    await uses.flush();
    fails = false;
    uses.add('a');
    await uses.flush();
    await uses.flush();
    expect(written).toEqual([
      new Map([
        ['a', 3],
        ['b', 1],
      ]),
    ]);
  });
});

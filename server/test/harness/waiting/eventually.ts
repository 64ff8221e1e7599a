import { vi } from 'vitest';

/**
 * What `work` answers as soon as it no longer throws: for expectations that come true in a moment, and
 * on a machine that others use, too, within the minute that `expect.poll` has in `vitest.config.ts`.
 */
export const eventually = <T>(work: () => T | Promise<T>): Promise<T> =>
  vi.waitFor(work, { timeout: 60_000, interval: 100 });

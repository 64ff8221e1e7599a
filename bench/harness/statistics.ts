import { setTimeout as sleep } from 'node:timers/promises';

/** Longest that who was saturated works its queue off, in milliseconds. */
const settling = 3_000;

/** What several rounds measured. */
export interface Figure {
  readonly median: number;
  /** Half of the distance between the lowest and the highest round, as a share of the median. */
  readonly spread: number;
}

export function figureOf(values: readonly number[]): Figure {
  const median = percentile(values, 50);
  const spread = median === 0 ? 0 : (Math.max(...values) - Math.min(...values)) / 2 / median;
  return { median, spread };
}

/** The value that `share` percent of the values don't exceed. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((left, right) => left - right);
  const index = Math.ceil((share / 100) * sorted.length) - 1;
  return sorted[Math.max(0, index)] ?? Number.NaN;
}

/**
 * Runs the measurements in turn, round by round, so that whatever else the machine does meets all
 * of them alike. A first round warms up and does not count.
 */
export async function inTurn<const M extends Record<string, () => Promise<unknown>>>(
  rounds: number,
  measurements: M,
): Promise<{ [K in keyof M]: Awaited<ReturnType<M[K]>>[] }> {
  const names = Object.keys(measurements);
  const results: Record<string, unknown[]> = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const result = await measurements[name]?.();
      if (round > 0) results[name]?.push(result);
    }
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the loops above follow the type
  return results as { [K in keyof M]: Awaited<ReturnType<M[K]>>[] };
}

/** Measures when what the measurement before left behind is done. */
export const settled = <T>(measure: () => Promise<T>): Promise<T> => sleep(settling).then(measure);

import { type Bench, isAbsent } from './bench.ts';
import type { LoadResult } from './load.ts';
import type { Product } from './product.ts';
import { figureOf, inTurn, type Figure } from './statistics.ts';
import { rateText } from './table.ts';

/** What a shape of request reached in one run. */
export interface Comparison {
  /** Requests a second. */
  readonly gatehouse: Figure;
  readonly limit: Figure;
  /** Rate over the limit's. */
  readonly ratio: number;
  /** Share of Gatehouse's answers that were refusals, at worst. */
  readonly refused: number;
  /** Times of Gatehouse, in milliseconds. */
  readonly p99: Figure;
  /** For the table: better-auth's rate, or why there is none. */
  readonly peer: string;
}

/** Measures a shape of request in Gatehouse and better-auth, and the bare limit, in turn. */
export async function compare(
  bench: Bench,
  limit: () => Promise<{ readonly rate: number }>,
  shape: (product: Product) => Promise<LoadResult>,
): Promise<Comparison> {
  const gatehouse = await bench.gatehouse();
  const peer = await bench.betterAuth();
  const results = await inTurn(bench.options.rounds, {
    limit,
    gatehouse: () => shape(gatehouse),
    peer: async () => (isAbsent(peer) ? undefined : attempt(() => shape(peer))),
  });
  const own = figureOf(results.gatehouse.map(({ rate }) => rate));
  const bare = figureOf(results.limit.map(({ rate }) => rate));
  return {
    gatehouse: own,
    limit: bare,
    ratio: own.median / bare.median,
    refused: Math.max(...results.gatehouse.map(({ refused }) => refused)),
    p99: figureOf(results.gatehouse.map(({ p99 }) => p99)),
    peer: isAbsent(peer) ? peer.absent : peerText(results.peer),
  };
}

/** A peer that fails under load is told of in the table, and does not end the run. */
export async function attempt<Result>(work: () => Promise<Result>): Promise<Result | Error> {
  try {
    return await work();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}

function peerText(results: readonly (LoadResult | Error | undefined)[]): string {
  const rates: number[] = [];
  for (const result of results) {
    if (result instanceof Error) return `failed: ${result.message.slice(0, 60)}`;
    if (result) rates.push(result.rate);
  }
  return rateText(figureOf(rates));
}

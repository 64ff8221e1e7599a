import { Gatherer } from '../cache/gatherer.js';
import type { PasswordHasher } from './password-hasher.js';

/** Share of the wait for a hash that an item waits for others to be worked on with. */
const share = 0.5;
/** Longest time that it does, in milliseconds. */
const longest = 100;
const mostTogether = 16;

/**
 * Gathers what comes before or after a hash: each is worked on at once, and while many wait for their
 * password to be hashed, several together. The hashing threads have enough to do meanwhile, and get
 * the part of the cores that statements for each would take.
 */
export const gatherWhileHashing = <Item, Result>(
  hasher: PasswordHasher,
  work: (items: readonly Item[]) => Promise<readonly Result[]>,
): Gatherer<Item, Result> =>
  new Gatherer(work, () => Math.min(longest, share * hasher.expectedWait), mostTogether);

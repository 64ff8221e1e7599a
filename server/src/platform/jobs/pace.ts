import { setTimeout as sleep } from 'node:timers/promises';

/** Milliseconds of work after which others come first: whoever has little gets it soon. */
const usualAllowance = 500;
/** How much longer than a step a rest is then: what works 1 % of the time is not seen in the p99 of other calls. */
const restsPerStep = 99;
/** Longest rest, in milliseconds. */
const longest = 2000;

/** Paces work that nobody waits for: the longer a step takes a busy machine, the longer others have it to themselves. */
export class Pace {
  private worked = 0;
  private begun = performance.now();

  /** @param allowance milliseconds of work before the long rests; 0 for what only goes on. */
  constructor(private readonly allowance = usualAllowance) {}

  /** Rests after a step; the next one begins when that is over. */
  async rest(): Promise<void> {
    const took = performance.now() - this.begun;
    this.worked += took;
    const rests = this.worked < this.allowance ? 1 : restsPerStep;
    await sleep(Math.min(longest, took * rests));
    this.begun = performance.now();
  }
}

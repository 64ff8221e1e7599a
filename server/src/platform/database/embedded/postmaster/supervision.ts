import { setTimeout as sleep } from 'node:timers/promises';
import { minutes, seconds } from '../../../../kernel/clock.js';
import { messageOf } from '../../../../kernel/error.js';
import type { Postmaster } from './postmaster.js';

/** Ends of PostgreSQL within `period` that are answered by another start; more are no accident. */
const mostEnds = 5;
const period = minutes(10);

export interface SupervisionOptions {
  /** Starts PostgreSQL again, on the same files and the same port. */
  start: (signal: AbortSignal) => Promise<Postmaster>;
  end: (postmaster: Postmaster) => Promise<void>;
  /** Called whenever PostgreSQL ended without having been asked to, or did not start again. */
  onExit?: ((reason: string) => void) | undefined;
  /** Called once, when it is not started again any more. */
  onLost?: ((reason: string) => void) | undefined;
}

/**
 * Starts PostgreSQL again when it ends unasked, as where the system is out of memory: it recovers by
 * its log what was committed. Tries are further apart each time, and bounded.
 */
export class Supervision {
  readonly #ends: number[] = [];
  readonly #stopping = new AbortController();
  /** The process that runs or starts; null once there is none. */
  #current: Promise<Postmaster | null>;
  #stopped: Promise<void> | undefined;

  constructor(
    first: Postmaster,
    private readonly options: SupervisionOptions,
  ) {
    this.#current = Promise.resolve(first);
    void this.#watch(first);
  }

  /** Ends PostgreSQL for good, also where it is about to start again. A second call waits as well. */
  stop(): Promise<void> {
    this.#stopping.abort();
    return (this.#stopped ??= this.#end());
  }

  async #end(): Promise<void> {
    const postmaster = await this.#current;
    if (postmaster) await this.options.end(postmaster);
  }

  async #watch(first: Postmaster): Promise<void> {
    let postmaster: Postmaster | null = first;
    while (postmaster) {
      const reason: string = await postmaster.ended;
      if (this.#stopping.signal.aborted) return;
      this.#current = this.#startAgain(`The embedded database is gone: ${reason}.`);
      postmaster = await this.#current;
    }
  }

  /** Null when it is stopped meanwhile, or given up. */
  async #startAgain(reason: string): Promise<Postmaster | null> {
    const { start, onExit, onLost } = this.options;
    const { signal } = this.#stopping;
    let latest = reason;
    while (!signal.aborted) {
      onExit?.(latest);
      if (!this.#mayTry()) {
        onLost?.(latest);
        return null;
      }
      // At once the first time, then after half a second, 1, 2 and 4 seconds.
      const pause = this.#ends.length === 1 ? 0 : seconds(2 ** (this.#ends.length - 3));
      await sleep(pause, undefined, { signal }).catch(() => {});
      try {
        return await start(signal);
      } catch (error) {
        latest = messageOf(error);
      }
    }
    return null;
  }

  #mayTry(): boolean {
    const now = performance.now();
    while (this.#ends[0] !== undefined && now - this.#ends[0] > period) this.#ends.shift();
    this.#ends.push(now);
    return this.#ends.length <= mostEnds;
  }
}

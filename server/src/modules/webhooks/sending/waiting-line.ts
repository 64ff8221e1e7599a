import type { ClaimedDelivery } from './sending.repository.js';

/**
 * Longest that a claimed delivery waits for a place, in milliseconds: its endpoint's address, secret
 * and pause are those of the claim.
 */
const freshFor = 300;

/** A claimed delivery that waits for a place of its endpoint. */
interface Waiting {
  readonly claimed: ClaimedDelivery;
  /** By `performance.now()`, which goes on while a process is frozen. */
  readonly since: number;
}

/** Deliveries that were claimed ahead, in the order of their claims. */
export class WaitingLine {
  private readonly waiting = new Set<Waiting>();

  add(claimed: ClaimedDelivery): void {
    this.waiting.add({ claimed, since: performance.now() });
  }

  /** How many wait for a place of an endpoint. */
  countOf(endpointId: string): number {
    let count = 0;
    for (const { claimed } of this.waiting) if (claimed.endpoint.id === endpointId) count += 1;
    return count;
  }

  /** Takes the first one that is fresh, and for which there is a place. */
  next(isFree: (endpointId: string) => boolean): ClaimedDelivery | undefined {
    for (const one of this.waiting) {
      if (!isFresh(one) || !isFree(one.claimed.endpoint.id)) continue;
      this.waiting.delete(one);
      return one.claimed;
    }
    return undefined;
  }

  takeAll(): ClaimedDelivery[] {
    return this.take(() => true);
  }

  /** Takes those that waited for too long. */
  takeStale(): ClaimedDelivery[] {
    return this.take((one) => !isFresh(one));
  }

  private take(isTaken: (one: Waiting) => boolean): ClaimedDelivery[] {
    const taken = [...this.waiting].filter(isTaken);
    for (const one of taken) this.waiting.delete(one);
    return taken.map(({ claimed }) => claimed);
  }
}

const isFresh = ({ since }: Waiting): boolean => performance.now() - since <= freshFor;

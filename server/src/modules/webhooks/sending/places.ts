import { seconds } from '../../../kernel/clock.js';

/** Deliveries on their way at once: in all, to endpoints that answer quickly, and to one endpoint. */
const inAll = 256;
const quickPlaces = 64;
const perEndpoint = 8;
/** A try that takes longer than this makes its endpoint a slow one, until one is quicker. */
const slowAfter = seconds(1);

/** Endpoints of one kind, by how they answered last. */
export type Lane = 'quick' | 'slow';

/** What may be begun now, of one lane. */
export interface Room {
  readonly lane: Lane;
  /** Deliveries in all. */
  readonly free: number;
  readonly perEndpoint: number;
  /** How many are under way, by endpoint. */
  readonly busy: ReadonlyMap<string, number>;
  /** Endpoints of the slow lane: the others are of the quick one. */
  readonly slow: ReadonlySet<string>;
}

/**
 * Shares out what one process sends at once, so that slow receivers, however many, hold back each
 * other and not the quick ones. A try takes a place of its endpoint's lane; one that turns out slow
 * moves to the slow lane at once and leaves its place to a quick one, for as long as there are places
 * in all. An endpoint that was slow begins there the next time.
 */
export class Places {
  private readonly taken: Record<Lane, number> = { quick: 0, slow: 0 };
  private readonly busy = new Map<string, number>();
  private readonly slow = new Set<string>();

  /** @param onFreed called when a place became free without a try having ended. */
  constructor(
    private readonly onFreed: () => void,
    private readonly limit = slowAfter,
  ) {}

  /** What may be begun now; lanes without room are left out. */
  get rooms(): Room[] {
    const { quick, slow: slowOnes } = this.taken;
    const free = {
      quick: Math.min(quickPlaces - quick, inAll - quick - slowOnes),
      slow: inAll - quickPlaces - slowOnes,
    };
    const lanes: Lane[] = this.slow.size === 0 ? ['quick'] : ['quick', 'slow'];
    const { busy, slow } = this;
    return lanes
      .filter((lane) => free[lane] > 0)
      .map((lane) => ({ lane, free: free[lane], perEndpoint, busy, slow }));
  }

  /** Takes a place for a try. @returns what gives it back when the try has ended. */
  take(endpointId: string): () => void {
    let lane: Lane = this.slow.has(endpointId) ? 'slow' : 'quick';
    let isSlow = false;
    this.taken[lane] += 1;
    this.busy.set(endpointId, (this.busy.get(endpointId) ?? 0) + 1);
    const timer = setTimeout(() => {
      isSlow = true;
      this.slow.add(endpointId);
      if (lane === 'slow') return;
      this.taken.quick -= 1;
      this.taken.slow += 1;
      lane = 'slow';
      this.onFreed();
    }, this.limit).unref();
    return () => {
      clearTimeout(timer);
      this.taken[lane] -= 1;
      if (!isSlow) this.slow.delete(endpointId);
      const left = (this.busy.get(endpointId) ?? 1) - 1;
      if (left > 0) this.busy.set(endpointId, left);
      else this.busy.delete(endpointId);
    };
  }
}

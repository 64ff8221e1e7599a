import { seconds } from '../../../kernel/clock.js';

/** Tries on their way at once: in all, to endpoints that answer quickly, and to one endpoint. */
const inAll = 256;
const quickPlaces = 64;
const perEndpoint = 8;
/** Deliveries that are claimed ahead: of one endpoint that answers at once, and of all quick ones. */
const aheadOfOne = 32;
const aheadOfAll = 64;
/** A try that takes longer than this makes its endpoint a slow one, until one is quicker. */
const slowAfter = seconds(1);
/** An endpoint whose last answer took no longer than this, in milliseconds, answers at once. */
const atOnce = 100;
/** For how long that is remembered. */
const knownFor = seconds(10);

/** Endpoints of one kind, by how they answered last. */
export type Lane = 'quick' | 'slow';

/** What may be claimed now, of one lane. */
export interface Room {
  readonly lane: Lane;
  /** Deliveries in all. */
  readonly free: number;
  /** Deliveries of one endpoint. */
  readonly perEndpoint: number;
  /** How many of an endpoint instead, where that is another number. */
  readonly allowances: ReadonlyMap<string, number>;
  /** Endpoints of the slow lane: the others are of the quick one. */
  readonly slow: ReadonlySet<string>;
}

/** What there is of an endpoint in this process. */
interface Use {
  /** Claimed, and neither written down nor given back yet. */
  held: number;
  /** Tries on their way. */
  sending: number;
  /** By its last answer. */
  answersAtOnce: boolean;
  /** By `performance.now()`. */
  answeredAt: number;
}

/**
 * Shares out what one process sends at once, so that slow receivers, however many, hold back each
 * other and not the quick ones. A try takes a place of its endpoint's lane; one that turns out slow
 * moves to the slow lane at once and leaves its place to a quick one, for as long as there are places
 * in all. An endpoint that was slow begins there the next time. Of those that answer at once some
 * more is claimed than there are places for, so that no place waits for the database.
 */
export class Places {
  private readonly taken: Record<Lane, number> = { quick: 0, slow: 0 };
  private readonly uses = new Map<string, Use>();
  private readonly slow = new Set<string>();

  /** @param onFreed called when a place became free without a try having ended. */
  constructor(
    private readonly onFreed: () => void,
    private readonly limit = slowAfter,
  ) {}

  /** What may be claimed now. */
  get rooms(): Room[] {
    const { slow } = this;
    this.forgetUnused();
    const places = { quick: this.freeOf('quick'), slow: this.freeOf('slow') };
    const free = { ...places, quick: places.quick && places.quick + this.roomAhead() };
    const allowances = new Map([...this.uses].map(([id, use]) => [id, allowanceOf(use)]));
    const lanes: Lane[] = slow.size === 0 ? ['quick'] : ['quick', 'slow'];
    return lanes.map((lane) => ({ lane, free: free[lane], perEndpoint, allowances, slow }));
  }

  /** Notes a delivery as claimed. */
  hold(endpointId: string): void {
    this.useOf(endpointId).held += 1;
  }

  /** Notes that a delivery was written down, or given back. */
  release(endpointId: string): void {
    this.useOf(endpointId).held -= 1;
  }

  /** Whether a try may begin. */
  isFree(endpointId: string): boolean {
    const sending = this.uses.get(endpointId)?.sending ?? 0;
    return sending < perEndpoint && this.freeOf(this.laneOf(endpointId)) > 0;
  }

  /** Takes a place for a try. @returns what gives it back when the try has ended. */
  take(endpointId: string): () => void {
    const use = this.useOf(endpointId);
    let lane = this.laneOf(endpointId);
    let isSlow = false;
    const begun = performance.now();
    this.taken[lane] += 1;
    use.sending += 1;
    const timer = setTimeout(() => {
      isSlow = true;
      use.answersAtOnce = false;
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
      use.sending -= 1;
      use.answeredAt = performance.now();
      use.answersAtOnce = use.answeredAt - begun <= atOnce;
    };
  }

  private laneOf(endpointId: string): Lane {
    return this.slow.has(endpointId) ? 'slow' : 'quick';
  }

  private freeOf(lane: Lane): number {
    const { quick, slow } = this.taken;
    const ofSlow = inAll - quickPlaces - slow;
    const ofQuick = Math.min(quickPlaces - quick, inAll - quick - slow);
    return Math.max(0, lane === 'quick' ? ofQuick : ofSlow);
  }

  private roomAhead(): number {
    let ahead = 0;
    for (const [id, { held, sending }] of this.uses)
      if (this.laneOf(id) === 'quick') ahead += held - sending;
    return Math.max(0, aheadOfAll - ahead);
  }

  private useOf(endpointId: string): Use {
    const unused = { held: 0, sending: 0, answersAtOnce: false, answeredAt: performance.now() };
    const use = this.uses.get(endpointId) ?? unused;
    this.uses.set(endpointId, use);
    return use;
  }

  private forgetUnused(): void {
    const before = performance.now() - knownFor;
    for (const [id, { held, sending, answeredAt }] of this.uses)
      if (held === 0 && sending === 0 && answeredAt < before) this.uses.delete(id);
  }
}

const allowanceOf = ({ held, answersAtOnce }: Use): number =>
  Math.max(0, perEndpoint + (answersAtOnce ? aheadOfOne : 0) - held);

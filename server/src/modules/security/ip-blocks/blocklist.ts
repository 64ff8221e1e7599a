import ipaddr from 'ipaddr.js';
import { canonicalNetwork } from '../../../platform/http/network.js';

/** A block as it is remembered. */
export interface KnownBlock {
  readonly network: string;
  readonly endsAt: Date | null;
}

interface Range {
  readonly network: ipaddr.IPv4 | ipaddr.IPv6;
  readonly bits: number;
  readonly endsAt: Date | null;
}

/** Most addresses whose verdict is remembered; more than that begin anew. */
const mostVerdicts = 10_000;

/**
 * Which addresses are blocked, as it stood when it was made. A verdict is found once and then
 * remembered by the address as it is written, so that a request costs one look into a map; nothing
 * at all while there is no block.
 */
export class Blocklist {
  private readonly verdicts = new Map<string, Range | null>();
  private readonly blocked: readonly Range[];
  private readonly allowed: readonly Range[];
  /** In CIDR notation. */
  readonly allowedNetworks: readonly string[];

  constructor(blocks: readonly KnownBlock[], allowed: readonly string[]) {
    this.blocked = blocks.map(({ network, endsAt }) => rangeOf(network, endsAt));
    this.allowed = allowed.map((network) => rangeOf(network, null));
    this.allowedNetworks = allowed.map((network) => canonicalNetwork(network)?.cidr ?? network);
  }

  /** The moment that the block of an address ends, `forGood`, or null where it is not blocked. */
  endOf(address: string, now: number): number | null {
    if (this.blocked.length === 0) return null;
    let verdict = this.verdicts.get(address);
    if (verdict === undefined) {
      verdict = this.judge(address);
      if (this.verdicts.size >= mostVerdicts) this.verdicts.clear();
      this.verdicts.set(address, verdict);
    }
    if (verdict === null) return null;
    const end = verdict.endsAt?.getTime() ?? forGood;
    return end > now ? end : null;
  }

  /** Those in force, in CIDR notation. */
  blockedNetworks(now: number): string[] {
    return this.inForce(now).map(({ network, bits }) => `${network.toString()}/${bits}`);
  }

  /** How many blocks are in force. */
  count(now: number): number {
    return this.inForce(now).length;
  }

  /** Whether an address, or a whole range, is never blocked. */
  allows(network: string): boolean {
    const range = parse(network);
    return range !== null && this.allowed.some((allowed) => holds(allowed, range));
  }

  private inForce(now: number): Range[] {
    return this.blocked.filter(({ endsAt }) => endsAt === null || endsAt.getTime() > now);
  }

  private judge(address: string): Range | null {
    const range = parse(address);
    if (range === null || this.allowed.some((allowed) => holds(allowed, range))) return null;
    return this.blocked.find((blocked) => holds(blocked, range)) ?? null;
  }
}

/** The end of a block without one. */
export const forGood = Number.POSITIVE_INFINITY;

/** Whether one range has all addresses of another. */
const holds = (outer: Range, inner: Range): boolean =>
  outer.network.kind() === inner.network.kind() &&
  outer.bits <= inner.bits &&
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- both are of one kind
  (inner.network as ipaddr.IPv4).match(outer.network, outer.bits);

/** Whether two ranges, in CIDR notation, share an address. */
export function overlap(one: string, other: string): boolean {
  const [first, second] = [parse(one), parse(other)];
  return first !== null && second !== null && (holds(first, second) || holds(second, first));
}

function parse(text: string): Range | null {
  const known = canonicalNetwork(text);
  return known && rangeOf(known.cidr, null);
}

function rangeOf(cidr: string, endsAt: Date | null): Range {
  const [network, bits] = ipaddr.parseCIDR(canonicalNetwork(cidr)?.cidr ?? cidr);
  return { network, bits, endsAt };
}

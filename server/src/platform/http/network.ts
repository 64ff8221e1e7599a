import ipaddr from 'ipaddr.js';

/**
 * The network that an address belongs to, of the size that one household or office has: /24 of
 * IPv4, /64 of IPv6. An address that cannot be read is its own network.
 */
export function networkOf(address: string): string {
  if (!ipaddr.isValid(address)) return address;
  const parsed = ipaddr.process(address);
  const [bytes, bits] = parsed.kind() === 'ipv4' ? [3, 24] : [8, 64];
  const network = parsed.toByteArray().map((byte, index) => (index < bytes ? byte : 0));
  return `${ipaddr.fromByteArray(network).toString()}/${bits}`;
}

/**
 * What failures from an address count against, in CIDR notation: the address itself, or the /64 that
 * an IPv6 address is in, of which one customer has all (G10). Null of what is no address.
 */
export function sourceOf(address: string): string | null {
  if (!ipaddr.isValid(address)) return null;
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return `${parsed.toString()}/32`;
  const network = parsed.toByteArray().map((byte, index) => (index < 8 ? byte : 0));
  return `${ipaddr.fromByteArray(network).toString()}/64`;
}

/** An address or a range as it is stored and compared. */
export interface CanonicalNetwork {
  /** In CIDR notation, without bits to the right of the prefix. */
  readonly cidr: string;
  /** What failures from it count against: the range itself, unless all of it counts as one /64. */
  readonly source: string;
  /** Where one address was meant, the address. */
  readonly address: string | undefined;
}

/** Reads an address or a range in CIDR notation; null of what is neither. */
export function canonicalNetwork(text: string): CanonicalNetwork | null {
  if (ipaddr.isValid(text)) {
    const address = ipaddr.process(text).toString();
    const source = sourceOf(text) ?? address;
    return { cidr: `${address}/${address.includes(':') ? 128 : 32}`, source, address };
  }
  if (!ipaddr.isValidCIDR(text)) return null;
  const [parsed, bits] = ipaddr.parseCIDR(text);
  const bytes = parsed.toByteArray().map((byte, index) => byte & maskOf(bits - index * 8));
  const first = ipaddr.fromByteArray(bytes).toString();
  const cidr = `${first}/${bits}`;
  const source = parsed.kind() === 'ipv6' && bits > 64 ? (sourceOf(first) ?? cidr) : cidr;
  return { cidr, source, address: undefined };
}

/** The byte that keeps so many bits from the left. */
const maskOf = (bits: number): number => (0xff << (8 - Math.min(Math.max(bits, 0), 8))) & 0xff;

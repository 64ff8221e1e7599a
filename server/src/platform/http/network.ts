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

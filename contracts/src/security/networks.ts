import { z } from 'zod';

/** An address, or a range of addresses in CIDR notation (RFC 4632, RFC 4291). */
export const networkInput = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
  error: 'must be an IP address or a range such as 192.0.2.0/24',
});

/** Why somebody did something about an address; other staff and the audit trail read it. */
export const networkReason = z.string().trim().min(3).max(200);

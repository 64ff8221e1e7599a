import { z } from 'zod';
import { rate } from './http.variables.js';
import { variables } from './variables.js';

const positive = z.coerce.number().int().min(1);
const ranges = z
  .string()
  .transform((value) => (value.trim() === 'none' ? '' : value))
  .transform((value) =>
    value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== ''),
  )
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], {
        error: 'must be addresses or ranges such as 10.0.0.0/8, or none',
      }),
    ),
  );

export const securityVariables = variables({
  GATEHOUSE_BLOCK_FAILURES: {
    shape: positive.default(20),
    doc: 'Failed sign-ins from one address after which it is blocked, until staff set the detection `password_guessing`.',
  },
  GATEHOUSE_BLOCK_ACCOUNTS: {
    shape: positive.default(10),
    doc: 'Accounts that one address failed to sign in to after which it is blocked, until staff set the detection `credential_stuffing`.',
  },
  GATEHOUSE_BLOCK_WINDOW_MINUTES: {
    shape: positive.max(1440).default(15),
    doc: 'Time in which failures of an address count together, in minutes.',
  },
  GATEHOUSE_BLOCK_MINUTES: {
    shape: positive.default(15),
    doc: 'Length of the first block of an address, in minutes; each further one is twice as long.',
  },
  GATEHOUSE_BLOCK_MAX_MINUTES: {
    shape: positive.default(1440),
    doc: 'Longest automatic block, in minutes.',
  },
  GATEHOUSE_BLOCK_MEMORY_DAYS: {
    shape: positive.default(7),
    doc: 'How long after its end a block still makes the next one of the address longer, in days.',
  },
  GATEHOUSE_BLOCK_EXEMPT: {
    shape: ranges.prefault('127.0.0.0/8,::1'),
    doc: 'Addresses and ranges that are never blocked, separated by commas, or `none`. Loopback is among them by default: behind a proxy that is not in GATEHOUSE_TRUSTED_PROXIES everybody comes from there.',
  },
  GATEHOUSE_CHALLENGE: {
    shape: z.enum(['off', 'when_suspicious', 'always']).default('when_suspicious'),
    doc: 'Whether registrations, forgotten passwords and sign-ins with a password ask for some work of the caller first: `off`, `when_suspicious` (after failures from the address or on the account) or `always`.',
  },
  GATEHOUSE_CHALLENGE_ADDRESS: {
    shape: rate.prefault('1/min+9'),
    doc: 'Failures, registrations and forgotten passwords of an address after which it is suspicious, and how fast they are forgotten.',
  },
  GATEHOUSE_CHALLENGE_ACCOUNT: {
    shape: rate.prefault('1/min+2'),
    doc: 'The same of an account.',
  },
  GATEHOUSE_CHALLENGE_WORK: {
    shape: positive.max(10_000_000).default(50_000),
    doc: 'How much work a challenge is: SHA-256 digests to compute at most, on average half of them.',
  },
  GATEHOUSE_GEOIP_FILE: {
    shape: z.string().min(1).optional(),
    doc: 'Database of places by address (MMDB, such as GeoLite2-City), by which impossible travel is detected, people are told of sign-ins from other countries, and sessions are shown with their place. A new file is taken up within a minute. Default: none.',
  },
  GATEHOUSE_MEMORY_LIMIT_MB: {
    shape: positive.optional(),
    doc: 'Memory that a process may use, in MiB, of which the detection `high_memory` takes its share. Default: the limit of its control group, where there is one.',
  },
  GATEHOUSE_WATCH_SECONDS: {
    shape: z.coerce.number().int().min(0).max(3600).default(15),
    doc: 'How often a process looks at its memory and that of the machine, in seconds; 0 for never.',
  },
  GATEHOUSE_KEEP_ATTEMPTS_DAYS: {
    shape: positive.max(400).default(30),
    doc: 'How long attempts to sign in are kept, in days.',
  },
  GATEHOUSE_KEEP_AUDIT_DAYS: {
    shape: positive.default(400),
    doc: 'How long the audit trail is kept, in days; months that are past it are removed as a whole.',
  },
  GATEHOUSE_KEEP_BLOCKS_DAYS: {
    shape: positive.default(90),
    doc: 'How long blocks that are over and alerts that were resolved are kept, in days. What nobody took on and was not seen for as long is resolved.',
  },
});

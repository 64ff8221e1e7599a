import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { Config } from '../../../platform/config/config.js';

/** A connection that was not made, because it would lead into a private network. */
export class BlockedAddressError extends Error {
  constructor(readonly address: string) {
    super('the address is not one of the public internet');
    this.name = 'BlockedAddressError';
  }
}

/**
 * Keeps requests to addresses that customers chose out of the network that Gatehouse runs in
 * (server-side request forgery, OWASP ASVS 5.0 V1.3.6). Names are looked up and checked when a
 * connection is made, and the connection goes to the very address that was checked, so a name that
 * changes its mind in between (DNS rebinding) gains nothing.
 */
@Injectable()
export class AddressGuard {
  private readonly allowed: readonly [ipaddr.IPv4 | ipaddr.IPv6, number][];

  constructor(
    config: Config,
    private readonly resolve: typeof lookup = lookup,
  ) {
    this.allowed = config.GATEHOUSE_WEBHOOK_ALLOWED_RANGES.map((range) => ipaddr.parseCIDR(range));
  }

  /** Whether connections to an IP address are made. */
  permits(address: string): boolean {
    const parsed = ipaddr.process(address);
    if (parsed.range() === 'unicast') return true;
    return this.allowed.some(
      ([range, bits]) => range.kind() === parsed.kind() && parsed.match([range, bits] as never),
    );
  }

  /** Whether a URL may be meant at all; of a name only the connection tells. */
  permitsUrl(url: URL): boolean {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    if (url.username !== '' || url.password !== '') return false;
    return isIP(host) === 0 ? host !== '' : this.permits(host);
  }

  /** For `http.request`: looks a name up, and fails when any of its addresses is private. */
  readonly lookup: LookupFunction = (hostname, options, callback) => {
    this.resolve(hostname, { ...options, all: true }, (error, addresses) => {
      const blocked = error ? undefined : addresses.find(({ address }) => !this.permits(address));
      const [first] = error ? [] : addresses;
      if (error) callback(error, '', 0);
      else if (blocked) callback(new BlockedAddressError(blocked.address), '', 0);
      else if (options.all) callback(null, addresses);
      else callback(null, first?.address ?? '', first?.family ?? 0);
    });
  };
}

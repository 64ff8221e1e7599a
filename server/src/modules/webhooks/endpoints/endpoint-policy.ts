import { Injectable } from '@nestjs/common';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { AddressGuard } from '../sending/address-guard.js';
import type { EndpointRow } from './endpoints.table.js';
import { unknownTypes } from './event-types.js';

/** What an endpoint may be. */
@Injectable()
export class EndpointPolicy {
  constructor(
    private readonly guard: AddressGuard,
    private readonly config: Config,
  ) {}

  /** @throws AppError `address_not_allowed`, `unknown_event_type` */
  check(wish: {
    readonly url?: string | undefined;
    readonly eventTypes?: readonly string[] | undefined;
  }): void {
    if (wish.url !== undefined) this.checkUrl(new URL(wish.url));
    const unknown = unknownTypes(wish.eventTypes ?? []);
    if (unknown.length > 0)
      throw new AppError('unknown_event_type', { detail: `Unknown: ${unknown.join(', ')}.` });
  }

  private checkUrl(url: URL): void {
    const readable = url.protocol === 'http:' && this.config.NODE_ENV === 'production';
    if (readable || !this.guard.permitsUrl(url))
      throw new AppError('address_not_allowed', {
        fields: [{ pointer: '/body/url', message: 'must be a public https:// address' }],
      });
  }
}

/**
 * Nothing would go to an endpoint that is switched off: it is resumed first.
 * @throws AppError `conflict`
 */
export function requireOn({ status }: EndpointRow): void {
  if (status === 'disabled')
    throw new AppError('conflict', { detail: 'The endpoint is switched off: resume it first.' });
}

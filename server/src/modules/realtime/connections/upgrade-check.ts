import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { realtimePath } from '@gatehouse/contracts/realtime';
import { Config } from '../../../platform/config/config.js';
import { clientAddress } from '../../../platform/http/client-address.js';
import { mayConnect } from '../../../platform/http/origin.js';
import { pathOf } from '../../../platform/http/problem.js';

/** Decides before a connection becomes a socket, and so before anybody said who they are. */
@Injectable()
export class UpgradeCheck {
  readonly addressOf: (request: IncomingMessage) => string;
  private readonly open = new Map<string, number>();

  constructor(private readonly config: Config) {
    this.addressOf = clientAddress(config);
  }

  /** Whether the request asks for a socket; others go the way of all requests. */
  concerns({ url = '' }: IncomingMessage): boolean {
    return pathOf(url) === realtimePath;
  }

  /** The status to refuse the connection with, or null. */
  refusal(request: IncomingMessage): 403 | 429 | null {
    if (!mayConnect(request.headers, this.config)) return 403;
    const open = this.open.get(this.addressOf(request)) ?? 0;
    return open >= this.config.GATEHOUSE_SOCKETS_PER_ADDRESS ? 429 : null;
  }

  /** Counts an open socket. @returns what counts it off again. */
  count(address: string): () => void {
    this.open.set(address, (this.open.get(address) ?? 0) + 1);
    return () => {
      const left = (this.open.get(address) ?? 1) - 1;
      if (left > 0) this.open.set(address, left);
      else this.open.delete(address);
    };
  }
}

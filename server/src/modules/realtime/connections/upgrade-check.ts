import type { IncomingMessage } from 'node:http';
import { Injectable } from '@nestjs/common';
import { realtimePath } from '@gatehouse/contracts/realtime';
import { Config } from '../../../platform/config/config.js';
import { AddressGate } from '../../../platform/http/address-gate.js';
import { clientAddress } from '../../../platform/http/peers/client-address.js';
import { mayConnect } from '../../../platform/http/origin.js';
import { pathOf } from '../../../platform/http/problem.js';
import { OpenCount } from './open-count.js';

/** Decides before a connection becomes a socket, and so before anybody said who they are. */
@Injectable()
export class UpgradeCheck {
  readonly addressOf: (request: IncomingMessage) => string;
  private readonly open = new OpenCount();

  constructor(
    private readonly config: Config,
    private readonly gate: AddressGate,
  ) {
    this.addressOf = clientAddress(config);
  }

  /** Whether the request asks for a socket; others go the way of all requests. */
  concerns({ url = '' }: IncomingMessage): boolean {
    return pathOf(url) === realtimePath;
  }

  /** The status to refuse the connection with, or null. */
  refusal(request: IncomingMessage): 403 | 429 | null {
    const address = this.addressOf(request);
    if (this.isBlocked(address) || !mayConnect(request.headers, this.config)) return 403;
    return this.open.of(address) >= this.config.GATEHOUSE_SOCKETS_PER_ADDRESS ? 429 : null;
  }

  isBlocked(address: string): boolean {
    return this.gate.blockOf(address) !== null;
  }

  /** Counts an open socket. @returns what counts it off again. */
  count(address: string): () => void {
    return this.open.add(address);
  }
}

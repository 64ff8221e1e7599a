import { Injectable } from '@nestjs/common';
import { type CloudEvent, events } from '@gatehouse/contracts/events';
import type { Transaction } from '../../../platform/database/database.js';
import { EventListener } from '../../../platform/events/event-listener.js';
import { inTraceOf } from '../../../platform/events/event-trace.js';
import { ErasureService } from './erasure.service.js';

const { userActivated, userLogin } = events;

const personOf = ({ data }: CloudEvent): string => String(data.userId);

/** Whoever signs in wants to stay, and whoever is activated is wanted: that calls the erasure off. */
@Injectable()
export class ErasureSignInListener extends EventListener {
  override readonly name = 'erasure-sign-in';
  override readonly module = 'identity';
  override readonly replayRefusal = 'would call off erasures that were asked for since';
  override readonly types = [userLogin.type, userActivated.type];

  constructor(private readonly erasure: ErasureService) {
    super();
  }

  override async handle(tx: Transaction, happened: readonly CloudEvent[]): Promise<void> {
    // Hardly anybody who signs in is about to be erased: one look for all.
    const pending = await this.erasure.findPending(tx, happened.map(personOf));
    for (const event of happened)
      if (pending.has(personOf(event))) await inTraceOf([event], () => this.follow(tx, event));
  }

  private async follow(tx: Transaction, { type, data, time }: CloudEvent): Promise<void> {
    if (type === userActivated.type) await this.erasure.cancelOrdered(tx, String(data.userId));
    else await this.erasure.cancelOf(tx, String(data.userId), new Date(time));
  }
}

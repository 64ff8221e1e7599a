import { Injectable } from '@nestjs/common';
import { after, Clock } from '../../../kernel/clock.js';
import { Logger } from '../../telemetry/logger.js';
import { EventTransport } from '../delivery/event-transport.js';
import { EventsOptions } from '../events.options.js';
import type { EventEntry } from './outbox.repository.js';

/** Publishes again what a transport lost. */
@Injectable()
export class LostEvents {
  constructor(
    private readonly transport: EventTransport,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** @param late events that were published to the address and not had there yet. */
  async publishAgain(address: string, late: readonly EventEntry[]): Promise<void> {
    const before = after(this.clock.now(), -this.options.lostAfter);
    const entries = late.filter(({ event }) => new Date(event.time) < before);
    if (entries.length === 0) return;
    // What is still on its way is late and not lost; and what comes brings along what is lacking.
    if ((await this.transport.backlog(address)) > 0) return;
    this.logger.warn('events were lost on their way and are published again', {
      address,
      events: entries.length,
    });
    await this.transport.publish([{ address, after: null, entries }]);
  }
}

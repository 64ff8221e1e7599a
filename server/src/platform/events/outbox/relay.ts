import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database } from '../../database/database.js';
import { EventTransport, type EventBatch } from '../delivery/event-transport.js';
import { EventDirectory, isFor } from '../event-listener.js';
import { EventsOptions } from '../events.options.js';
import { OutboxRepository, type Claim, type EventEntry } from './outbox.repository.js';

/** Moves events from an outbox to the transport. */
@Injectable()
export class Relay {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxRepository,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
  ) {}

  /** Outboxes that hold something to publish. */
  async pending(): Promise<string[]> {
    const modules = [...this.directory.outboxes];
    if (modules.length === 0) return [];
    return this.outbox.pending(this.database.connection, modules);
  }

  /**
   * Publishes one batch of a module's events. They are marked after the transport took them: killed
   * in between, they are published again, and the inboxes know them.
   * @param crowded whether the machine is full: then the listeners may take their time, but where more
   * events wait than a batch holds.
   * @returns how many events it were.
   */
  async publish(module: string, crowded = false): Promise<number> {
    return this.database.transaction(async (tx) => {
      const claim = await this.outbox.claim(tx, module, this.options.batchSize);
      if (claim.entries.length === 0) return 0;
      const batches = this.fanOut(claim);
      const unhurried = crowded && claim.entries.length < this.options.batchSize;
      await this.transport.publish(batches, { unhurried });
      const links = { ...claim.links, ...Object.fromEntries(batches.map(linkOf)) };
      const { entries } = claim;
      await this.outbox.markPublished(tx, module, { entries, links }, this.clock.now());
      return entries.length;
    });
  }

  private fanOut({ entries, links }: Claim): EventBatch[] {
    return this.directory.recipients
      .map((recipient) => ({
        address: recipient.address,
        after: links[recipient.address] ?? null,
        entries: entries.filter(({ event }) => isFor(recipient, event)),
      }))
      .filter((batch) => batch.entries.length > 0);
  }
}

const linkOf = ({ address, entries }: EventBatch): [string, string] => [
  address,
  lastOf(entries).event.id,
];

function lastOf(entries: readonly EventEntry[]): EventEntry {
  const last = entries.at(-1);
  if (!last) throw new Error('a batch holds at least one event');
  return last;
}

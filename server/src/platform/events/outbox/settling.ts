import { Injectable } from '@nestjs/common';
import { after, Clock, seconds } from '../../../kernel/clock.js';
import { Database } from '../../database/database.js';
import { InboxRepository } from '../delivery/inbox.repository.js';
import { EventDirectory, isFor } from '../event-listener.js';
import { LostEvents } from './lost-events.js';
import { OutboxRepository, type EventEntry } from './outbox.repository.js';

const rowsAtOnce = 1000;
/** Time that a listener usually needs: younger events are not looked at. */
const settlesAfter = seconds(5);

/** Settles events that every listener has had; what got lost on its way is published again. */
@Injectable()
export class Settling {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly outbox: OutboxRepository,
    private readonly inbox: InboxRepository,
    private readonly lost: LostEvents,
    private readonly clock: Clock,
  ) {}

  async settleAll(): Promise<void> {
    for (const module of this.directory.outboxes) await this.settle(module);
  }

  private async settle(module: string): Promise<void> {
    const { connection } = this.database;
    const before = after(this.clock.now(), -settlesAfter);
    for (let position = 0; ;) {
      const entries = await this.outbox.unsettled(connection, module, before, position, rowsAtOnce);
      if (entries.length === 0) return;
      const lacking = await this.findLacking(entries);
      const settled = entries.filter(({ event }) => !lacking.has(event.id));
      await this.outbox.settle(connection, module, settled, this.clock.now());
      if (entries.length < rowsAtOnce) return;
      position = entries.at(-1)?.position ?? position;
    }
  }

  /** Ids of the events that a listener lacks; those that got lost are published to it again. */
  private async findLacking(entries: readonly EventEntry[]): Promise<ReadonlySet<string>> {
    const lacking = new Set<string>();
    for (const recipient of this.directory.recipients) {
      const wanted = entries.filter(({ event }) => isFor(recipient, event));
      const ids = wanted.map(({ event }) => event.id);
      const missing = await this.inbox.missing(this.database.connection, recipient.listener, ids);
      for (const id of missing) lacking.add(id);
      const late = wanted.filter(({ event }) => missing.has(event.id));
      await this.lost.publishAgain(recipient.address, late);
    }
    return lacking;
  }
}

import { Injectable } from '@nestjs/common';
import { after, Clock, days } from '../../../kernel/clock.js';
import { Database } from '../../database/database.js';
import { InboxRepository } from '../delivery/inbox.repository.js';
import { EventDirectory } from '../event-listener.js';
import { EventsOptions } from '../events.options.js';
import { OutboxRepository } from './outbox.repository.js';

const rowsAtOnce = 1000;

/** Deletes settled events and their marks, oldest first, once their retention is over. */
@Injectable()
export class Purging {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly outbox: OutboxRepository,
    private readonly inbox: InboxRepository,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
  ) {}

  async purge(): Promise<void> {
    const { connection } = this.database;
    const before = after(this.clock.now(), -this.options.retention);
    for (const module of this.directory.outboxes)
      while ((await this.outbox.purge(connection, module, before, rowsAtOnce)) === rowsAtOnce);
    const inboxes = new Set([...this.directory.listeners.values()].map(({ module }) => module));
    const marksBefore = after(before, -days(1));
    for (const module of inboxes)
      while ((await this.inbox.purge(connection, module, marksBefore, rowsAtOnce)) === rowsAtOnce);
  }
}

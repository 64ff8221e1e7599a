import { Injectable } from '@nestjs/common';
import { after, Clock, days, seconds } from '../../../kernel/clock.js';
import { Database } from '../../database/database.js';
import { Logger } from '../../telemetry/logger.js';
import { EventTransport } from '../delivery/event-transport.js';
import { FailedEventsRepository } from '../delivery/failed-events.repository.js';
import { InboxRepository } from '../delivery/inbox.repository.js';
import { EventDirectory, isFor } from '../event-listener.js';
import { EventsOptions } from '../events.options.js';
import { OutboxRepository, type EventEntry } from './outbox.repository.js';

const rowsAtOnce = 1000;
/** Time that a listener usually needs: younger events are not looked at. */
const settlesAfter = seconds(5);
/** A failed event whose try is that much overdue was forgotten by the transport. */
const overdueAfter = seconds(30);

/** Publishes again what the transport lost, and deletes what everybody has had long ago. */
@Injectable()
export class Sweeper {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly transport: EventTransport,
    private readonly outbox: OutboxRepository,
    private readonly inbox: InboxRepository,
    private readonly failed: FailedEventsRepository,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** Settles events that every listener has had; publishes again those that got lost. */
  async sweep(): Promise<void> {
    for (const module of this.directory.outboxes) await this.sweepOutbox(module);
    await this.remindRetries();
  }

  /** Deletes settled events and their marks, oldest first, once their retention is over. */
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

  private async sweepOutbox(module: string): Promise<void> {
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
      await this.republish(
        recipient.address,
        wanted.filter(({ event }) => missing.has(event.id) && this.isOld(event.time)),
      );
    }
    return lacking;
  }

  private isOld(time: string): boolean {
    return new Date(time) < after(this.clock.now(), -this.options.lostAfter);
  }

  private async republish(address: string, entries: readonly EventEntry[]): Promise<void> {
    if (entries.length === 0) return;
    // What is still on its way is late and not lost; and what comes brings along what is lacking.
    if ((await this.transport.backlog(address)) > 0) return;
    this.logger.warn('events were lost on their way and are published again', {
      address,
      events: entries.length,
    });
    await this.transport.publish([{ address, after: null, entries }]);
  }

  private async remindRetries(): Promise<void> {
    const now = this.clock.now();
    for (const recipient of this.directory.recipients) {
      const next = await this.failed.nextAttempt(this.database.connection, recipient);
      if (next && next < after(now, -overdueAfter))
        await this.transport.retryAt(recipient.address, now);
    }
  }
}

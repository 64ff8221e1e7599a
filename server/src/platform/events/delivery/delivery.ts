import { Injectable } from '@nestjs/common';
import { after, Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../database/database.js';
import { Logger } from '../../telemetry/logger.js';
import { EventDirectory, type EventListener } from '../event-listener.js';
import { EventsOptions } from '../events.options.js';
import type { EventEntry } from '../outbox/outbox.repository.js';
import { describeError } from '../../telemetry/describe-error.js';
import { EventConsumer, type DeliveryOutcome, type EventBatch } from './event-transport.js';
import { FailedEventsRepository, type FailedEvent } from './failed-events.repository.js';
import { InboxRepository } from './inbox.repository.js';

/** Gives batches to listeners: each event one effect, in the order of its subject. */
@Injectable()
export class Delivery extends EventConsumer {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly inbox: InboxRepository,
    private readonly failed: FailedEventsRepository,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async deliver(batch: EventBatch): Promise<DeliveryOutcome> {
    const listener = this.directory.get(batch.listener);
    const { entries, after: previous } = batch;
    try {
      const status = await this.handle(listener, entries, previous);
      return { status, retryAt: null };
    } catch (error) {
      this.logger.warn('an event listener failed; its events are given one by one', {
        listener: listener.name,
        events: entries.length,
        error,
      });
      return this.deliverOneByOne(listener, entries, previous);
    }
  }

  override async retry(name: string): Promise<DeliveryOutcome> {
    const listener = this.directory.get(name);
    for (;;) {
      const tried = await this.retryOne(listener);
      if (tried === 'busy') return { status: 'put_off', retryAt: null };
      if (tried === 'none') break;
    }
    const retryAt = await this.failed.nextAttempt(this.database.connection, listener);
    return { status: 'done', retryAt };
  }

  /** Handles events and marks them, together or not at all. */
  private async handle(
    listener: EventListener,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<DeliveryOutcome['status']> {
    return this.database.transaction(async (tx) => {
      if (!(await this.inbox.takeTurn(tx, listener))) return 'put_off';
      const taken = await this.inbox.take(tx, listener, entries, previous);
      if (!taken) return 'put_off';
      const isBlocked = ({ event }: EventEntry) =>
        event.subject !== undefined && taken.blocked.has(event.subject);
      await this.inbox.hold(tx, listener, entries.filter(isBlocked));
      const fresh = entries.filter(({ event }) => taken.fresh.has(event.id));
      if (fresh.length > 0)
        await listener.handle(
          tx,
          fresh.map(({ event }) => event),
        );
      return 'done';
    });
  }

  private async deliverOneByOne(
    listener: EventListener,
    entries: readonly EventEntry[],
    first: string | null,
  ): Promise<DeliveryOutcome> {
    let previous = first;
    let status: DeliveryOutcome['status'] = 'done';
    for (const entry of entries) {
      try {
        status = await this.handle(listener, [entry], previous);
        if (status === 'put_off') break;
      } catch (error) {
        await this.fail(listener, { ...entry, attempts: 0 }, error);
      }
      previous = entry.event.id;
    }
    const retryAt = await this.failed.nextAttempt(this.database.connection, listener);
    return { status, retryAt };
  }

  private async retryOne(listener: EventListener): Promise<'tried' | 'none' | 'busy'> {
    const held: { due: FailedEvent | null } = { due: null };
    const attempt = async (tx: Transaction) => {
      if (!(await this.inbox.takeTurn(tx, listener))) return 'busy';
      held.due = await this.failed.findDue(tx, listener, this.clock.now());
      if (!held.due) return 'none';
      await listener.handle(tx, [held.due.event]);
      await this.failed.markDone(tx, listener, held.due.event.id);
      return 'tried';
    };
    try {
      return await this.database.transaction(attempt);
    } catch (error) {
      if (!held.due) throw error;
      await this.fail(listener, held.due, error);
      return 'tried';
    }
  }

  /** Writes a failed try down, in a transaction of its own that the error does not undo. */
  private async fail(listener: EventListener, entry: FailedEvent, thrown: unknown): Promise<void> {
    const attempts = entry.attempts + 1;
    const error = describeError(thrown);
    const parked = attempts >= this.options.maxAttempts;
    const nextAttemptAt = parked ? null : after(this.clock.now(), this.options.backoff(attempts));
    await this.database.transaction((tx) =>
      this.failed.recordFailure(tx, listener, entry, { attempts, nextAttemptAt, error }),
    );
    this.logger[parked ? 'error' : 'warn'](
      parked ? 'an event was parked' : 'an event could not be handled; it is tried again',
      { listener: listener.name, type: entry.event.type, event: entry.event.id, attempts, error },
    );
  }
}

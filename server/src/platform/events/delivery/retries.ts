import { Injectable } from '@nestjs/common';
import { after, Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../database/database.js';
import { describeError } from '../../telemetry/describe-error.js';
import { Logger } from '../../telemetry/logger.js';
import type { EventListener } from '../event-listener.js';
import { inTraceOf } from '../event-trace.js';
import type { Recipient } from '../lanes.js';
import { EventsOptions } from '../events.options.js';
import { FailedEventsRepository, type FailedEvent } from './failed-events.repository.js';
import { InboxRepository } from './inbox.repository.js';

/** Events whose listener failed: written down, tried again at their time, and parked in the end. */
@Injectable()
export class Retries {
  constructor(
    private readonly database: Database,
    private readonly inbox: InboxRepository,
    private readonly failed: FailedEventsRepository,
    private readonly options: EventsOptions,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  /** When the lane's next failed event is due; null when there is none. */
  async nextAttempt(recipient: Recipient): Promise<Date | null> {
    return this.failed.nextAttempt(this.database.connection, recipient);
  }

  /** Tries the failed event that is due first. `busy`: somebody else has the lane's turn. */
  async tryNext(recipient: Recipient): Promise<'tried' | 'none' | 'busy'> {
    const { listener } = recipient;
    const held: { due: FailedEvent | null } = { due: null };
    const attempt = async (tx: Transaction) => {
      if (!(await this.inbox.takeTurn(tx, recipient))) return 'busy';
      held.due = await this.failed.findDue(tx, recipient, this.clock.now());
      if (!held.due) return 'none';
      const { event } = held.due;
      await inTraceOf([event], () => listener.handle(tx, [event]));
      await this.failed.markDone(tx, listener, event.id);
      return 'tried';
    };
    try {
      return await this.database.transaction(attempt);
    } catch (error) {
      const { due } = held;
      if (!due) throw error;
      await inTraceOf([due.event], () => this.record(listener, due, error));
      return 'tried';
    }
  }

  /** Writes a failed try down, in a transaction of its own that the error does not undo. */
  async record(listener: EventListener, entry: FailedEvent, thrown: unknown): Promise<void> {
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

import { Injectable } from '@nestjs/common';
import { after, Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../database/database.js';
import { describeError } from '../../telemetry/describe-error.js';
import { Logger } from '../../telemetry/logger.js';
import { type EventListener, ReceiverAwayError } from '../event-listener.js';
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
    return this.database.transaction(async (tx) => {
      if (!(await this.inbox.takeTurn(tx, recipient))) return 'busy';
      const due = await this.failed.findDue(tx, recipient, this.clock.now());
      if (!due) return 'none';
      const { event } = due;
      await this.attempt(tx, listener, due, async (inner) => {
        await inTraceOf([event], () => listener.handle(inner, [event]));
        await this.failed.markDone(inner, listener, event.id);
      });
      return 'tried';
    });
  }

  /**
   * Tries one event. What fails is undone and written down before the turn is given back: between the
   * two, whoever took the turn would try the event once more, and nobody would count it.
   * @returns whether it was handled. @throws ReceiverAwayError
   */
  async attempt(
    tx: Transaction,
    listener: EventListener,
    entry: FailedEvent,
    work: (inner: Transaction) => Promise<void>,
  ): Promise<boolean> {
    try {
      await tx.transaction(work);
      return true;
    } catch (error) {
      if (error instanceof ReceiverAwayError) throw error;
      await inTraceOf([entry.event], () => this.record(tx, listener, entry, error));
      return false;
    }
  }

  private async record(
    tx: Transaction,
    listener: EventListener,
    entry: FailedEvent,
    thrown: unknown,
  ): Promise<void> {
    const attempts = entry.attempts + 1;
    const error = describeError(thrown);
    const parked = attempts >= this.options.maxAttempts;
    const nextAttemptAt = parked ? null : after(this.clock.now(), this.options.backoff(attempts));
    await this.failed.recordFailure(tx, listener, entry, { attempts, nextAttemptAt, error });
    this.logger[parked ? 'error' : 'warn'](
      parked ? 'an event was parked' : 'an event could not be handled; it is tried again',
      { listener: listener.name, type: entry.event.type, event: entry.event.id, attempts, error },
    );
  }
}

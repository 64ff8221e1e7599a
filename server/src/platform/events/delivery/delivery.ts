import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { Logger } from '../../telemetry/logger.js';
import { EventDirectory, type EventListener } from '../event-listener.js';
import { inTraceOf } from '../event-trace.js';
import type { EventEntry } from '../outbox/outbox.repository.js';
import { EventConsumer, type DeliveryOutcome, type EventBatch } from './event-transport.js';
import { InboxRepository } from './inbox.repository.js';
import { Retries } from './retries.js';

interface Given {
  /** `busy`: somebody else has the listener's turn. `early`: what goes before was not had yet. */
  readonly status: 'done' | 'busy' | 'early';
  /** Whether some of the events failed, and want another try. */
  readonly failed: boolean;
}

/** Most events that are caught up with at once. */
const mostAtOnce = 500;

/** Gives batches to listeners: each event one effect, in the order of its subject. */
@Injectable()
export class Delivery extends EventConsumer {
  constructor(
    private readonly database: Database,
    private readonly directory: EventDirectory,
    private readonly inbox: InboxRepository,
    private readonly retries: Retries,
    private readonly logger: Logger,
  ) {
    super();
  }

  override async deliver({ listener: name, entries, after }: EventBatch): Promise<DeliveryOutcome> {
    const listener = this.directory.get(name);
    let given = await this.give(listener, entries, after);
    let { failed } = given;
    while (given.status === 'early') {
      const caughtUp = await this.catchUp(listener, entries);
      if (caughtUp?.status !== 'done') break;
      given = await this.give(listener, entries, after);
      failed = failed || caughtUp.failed || given.failed;
    }
    const retryAt = failed ? await this.retries.nextAttempt(listener) : null;
    return { status: given.status === 'done' ? 'done' : 'put_off', retryAt };
  }

  override async retry(name: string): Promise<DeliveryOutcome> {
    const listener = this.directory.get(name);
    for (;;) {
      const tried = await this.retries.tryNext(listener);
      if (tried === 'busy') return { status: 'put_off', retryAt: null };
      if (tried === 'none') break;
    }
    return { status: 'done', retryAt: await this.retries.nextAttempt(listener) };
  }

  /**
   * Gives what was published and not had, oldest first, without waiting for the transport to bring
   * it: the process that had it may be dead, and its batch stands behind all that wait for it.
   * @returns null when there is nothing of it.
   */
  private async catchUp(
    listener: EventListener,
    [first]: readonly EventEntry[],
  ): Promise<Given | null> {
    const outbox = first?.event.source.slice(1) ?? '';
    const { connection } = this.database;
    const lacking = await this.inbox.listLacking(connection, listener, outbox, mostAtOnce);
    return lacking.length > 0 ? this.give(listener, lacking, null) : null;
  }

  /** Gives events together or, when they fail, one by one. */
  private async give(
    listener: EventListener,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<Given> {
    try {
      return { status: await this.handle(listener, entries, previous), failed: false };
    } catch (error) {
      this.logger.warn('an event listener failed; its events are given one by one', {
        listener: listener.name,
        events: entries.length,
        error,
      });
      return this.giveOneByOne(listener, entries, previous);
    }
  }

  /** Handles events and marks them, together or not at all. */
  private async handle(
    listener: EventListener,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<Given['status']> {
    return this.database.transaction(async (tx) => {
      if (!(await this.inbox.takeTurn(tx, listener))) return 'busy';
      const taken = await this.inbox.take(tx, listener, entries, previous);
      if (!taken) return 'early';
      const isBlocked = ({ event }: EventEntry) =>
        event.subject !== undefined && taken.blocked.has(event.subject);
      await this.inbox.hold(tx, listener, entries.filter(isBlocked));
      const fresh = entries.map(({ event }) => event).filter(({ id }) => taken.fresh.has(id));
      if (fresh.length > 0) await inTraceOf(fresh, () => listener.handle(tx, fresh));
      return 'done';
    });
  }

  private async giveOneByOne(
    listener: EventListener,
    entries: readonly EventEntry[],
    first: string | null,
  ): Promise<Given> {
    let previous = first;
    let failed = false;
    for (const entry of entries) {
      try {
        const status = await this.handle(listener, [entry], previous);
        if (status !== 'done') return { status, failed };
      } catch (error) {
        await inTraceOf([entry.event], () =>
          this.retries.record(listener, { ...entry, attempts: 0 }, error),
        );
        failed = true;
      }
      previous = entry.event.id;
    }
    return { status: 'done', failed };
  }
}

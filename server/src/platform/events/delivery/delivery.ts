import { Injectable } from '@nestjs/common';
import { Database, type Transaction } from '../../database/database.js';
import { Logger } from '../../telemetry/logger.js';
import { EventDirectory, ReceiverAwayError } from '../event-listener.js';
import { inTraceOf } from '../event-trace.js';
import type { Recipient } from '../lanes.js';
import type { EventEntry } from '../outbox/outbox.repository.js';
import { EventConsumer, type DeliveryOutcome, type EventBatch } from './event-transport.js';
import { InboxRepository } from './inbox.repository.js';
import { Retries } from './retries.js';

interface Given {
  /** `busy`: somebody else has the turn. `early`: what goes before was not had yet. */
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

  override async deliver({ address, entries, after }: EventBatch): Promise<DeliveryOutcome> {
    const recipient = this.directory.at(address);
    let given = await this.give(recipient, entries, after);
    let { failed } = given;
    while (given.status === 'early') {
      const caughtUp = await this.catchUp(recipient, entries);
      if (caughtUp?.status !== 'done') break;
      given = await this.give(recipient, entries, after);
      failed = failed || caughtUp.failed || given.failed;
    }
    const retryAt = failed ? await this.retries.nextAttempt(recipient) : null;
    const isDone = given.status === 'done' || (await this.wasHad(given, recipient, entries));
    return { status: isDone ? 'done' : 'put_off', retryAt };
  }

  override async retry(address: string): Promise<DeliveryOutcome> {
    const recipient = this.directory.at(address);
    for (;;) {
      const tried = await this.retries.tryNext(recipient);
      if (tried === 'busy') return { status: 'put_off', retryAt: null };
      if (tried === 'none') break;
    }
    return { status: 'done', retryAt: await this.retries.nextAttempt(recipient) };
  }

  /**
   * Gives what was published and not had, oldest first, without waiting for the transport to bring
   * it: the process that had it may be dead, and its batch stands behind all that wait for it.
   * @returns null when there is nothing of it.
   */
  private async catchUp(
    recipient: Recipient,
    [first]: readonly EventEntry[],
  ): Promise<Given | null> {
    const outbox = first?.event.source.slice(1) ?? '';
    const { connection } = this.database;
    const lacking = await this.inbox.listLacking(connection, recipient, outbox, mostAtOnce);
    return lacking.length > 0 ? this.give(recipient, lacking, null) : null;
  }

  /**
   * Whether nothing of a batch is left to do, though what goes before it is not known: the mark of
   * that may have been removed, where it is days old, and would be waited for until the end of days.
   */
  private async wasHad(
    { status }: Given,
    { listener }: Recipient,
    entries: readonly EventEntry[],
  ): Promise<boolean> {
    if (status !== 'early') return false;
    const ids = entries.map(({ event }) => event.id);
    return (await this.inbox.missing(this.database.connection, listener, ids)).size === 0;
  }

  /** Gives events together or, when they fail, one by one. */
  private async give(
    recipient: Recipient,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<Given> {
    try {
      return { status: await this.handle(recipient, entries, previous), failed: false };
    } catch (error) {
      if (error instanceof ReceiverAwayError) throw error;
      this.logger.warn('an event listener failed; its events are given one by one', {
        address: recipient.address,
        events: entries.length,
        error,
      });
      return this.giveOneByOne(recipient, entries, previous);
    }
  }

  /** Handles events and marks them, together or not at all. */
  private async handle(
    recipient: Recipient,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<Given['status']> {
    return this.database.transaction(async (tx) =>
      (await this.inbox.takeTurn(tx, recipient))
        ? this.handleInTurn(tx, recipient, entries, previous)
        : 'busy',
    );
  }

  private async handleInTurn(
    tx: Transaction,
    { listener }: Recipient,
    entries: readonly EventEntry[],
    previous: string | null,
  ): Promise<'done' | 'early'> {
    const taken = await this.inbox.take(tx, listener, entries, previous);
    if (!taken) return 'early';
    const isBlocked = ({ event }: EventEntry) =>
      event.subject !== undefined && taken.blocked.has(event.subject);
    await this.inbox.hold(tx, listener, entries.filter(isBlocked));
    const fresh = entries.map(({ event }) => event).filter(({ id }) => taken.fresh.has(id));
    if (fresh.length > 0) await inTraceOf(fresh, () => listener.handle(tx, fresh));
    return 'done';
  }

  /** Handles one event, or writes down that it failed. */
  private async giveOne(
    recipient: Recipient,
    entry: EventEntry,
    previous: string | null,
  ): Promise<Given> {
    return this.database.transaction(async (tx) => {
      if (!(await this.inbox.takeTurn(tx, recipient))) return { status: 'busy', failed: false };
      const given: { status: Given['status'] } = { status: 'done' };
      const first = { ...entry, attempts: 0 };
      const handled = await this.retries.attempt(tx, recipient.listener, first, async (inner) => {
        given.status = await this.handleInTurn(inner, recipient, [entry], previous);
      });
      return { status: given.status, failed: !handled };
    });
  }

  private async giveOneByOne(
    recipient: Recipient,
    entries: readonly EventEntry[],
    first: string | null,
  ): Promise<Given> {
    let previous = first;
    let failed = false;
    for (const entry of entries) {
      const given = await this.giveOne(recipient, entry, previous);
      failed = failed || given.failed;
      if (given.status !== 'done') return { status: given.status, failed };
      previous = entry.event.id;
    }
    return { status: 'done', failed };
  }
}

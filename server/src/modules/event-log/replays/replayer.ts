import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { InboxRepository } from '../../../platform/events/delivery/inbox.repository.js';
import {
  EventDirectory,
  type EventListener,
  wants,
} from '../../../platform/events/event-listener.js';
import { inTraceOf } from '../../../platform/events/event-trace.js';
import { recipientsOf } from '../../../platform/events/lanes.js';
import type { Step } from '../../../platform/jobs/stepwise-job.js';
import { describeError } from '../../../platform/telemetry/describe-error.js';
import { PastEventsRepository } from './past-events.repository.js';
import { ReplaysRepository } from './replays.repository.js';
import type { ReplayRow } from './replays.table.js';

/** Events in one transaction; between two, live events have their turn. */
const batchSize = 200;

/**
 * Gives past events to listeners. What a batch does and how far the replay has got commit together,
 * so each event has its effect once a replay, whoever is killed at which moment.
 */
@Injectable()
export class Replayer {
  constructor(
    private readonly database: Database,
    private readonly replays: ReplaysRepository,
    private readonly past: PastEventsRepository,
    private readonly inbox: InboxRepository,
    private readonly directory: EventDirectory,
    private readonly clock: Clock,
  ) {}

  /** Goes on with a replay by one batch; event by event where one of the batch fails. */
  async step(): Promise<Step> {
    try {
      return await this.attempt(batchSize);
    } catch {
      for (let count = 0; count < batchSize; count += 1) {
        const step = await this.attempt(1).catch((error: unknown) => this.passOver(error));
        if (step !== 'more') return step;
      }
      return 'more';
    }
  }

  private attempt(size: number): Promise<Step> {
    return this.database.transaction((tx) =>
      this.withReplay(tx, async (replay, listener) => {
        const entries = await this.past.listAfter(tx, replay.outbox, listener, replay, size);
        const last = entries.at(-1);
        if (!last) return this.nextOutbox(tx, replay, listener);
        const past = entries.map(({ event }) => event);
        await inTraceOf(past, () => listener.handle(tx, past));
        await this.past.markHad(tx, listener, entries);
        const handled = replay.handled + entries.length;
        await this.replays.update(tx, replay.id, { position: last.position, handled });
      }),
    );
  }

  /** Writes down that the next event could not be handled, and leaves it behind. */
  private passOver(thrown: unknown): Promise<Step> {
    const error = describeError(thrown);
    return this.database.transaction((tx) =>
      this.withReplay(tx, async (replay, listener) => {
        const [entry] = await this.past.listAfter(tx, replay.outbox, listener, replay, 1);
        // Not an event but the end of the replay failed: that is tried again.
        if (!entry) throw thrown;
        const failed = replay.failed + 1;
        await this.replays.update(tx, replay.id, { position: entry.position, failed, error });
      }),
    );
  }

  /** Does something with the replay that is next, while nobody else has its listener's turn. */
  private async withReplay(
    tx: Transaction,
    work: (replay: ReplayRow, listener: EventListener) => Promise<void>,
  ): Promise<Step> {
    const replay = await this.replays.lockUnfinished(tx);
    if (!replay) return 'none';
    const listener = this.directory.listeners.get(replay.listener);
    if (!listener) {
      await this.finish(tx, { ...replay, error: 'there is no such listener any more' });
      return 'more';
    }
    // What is past was of either lane.
    for (const recipient of recipientsOf(listener))
      if (!(await this.inbox.takeTurn(tx, recipient))) return 'busy';
    if (replay.state === 'cancelled') await this.end(tx, replay, listener);
    else if (replay.outbox === '') await this.begin(tx, replay, listener);
    else await work(replay, listener);
    return 'more';
  }

  private async begin(tx: Transaction, replay: ReplayRow, listener: EventListener): Promise<void> {
    let total = 0;
    for (const outbox of this.outboxes)
      total += await this.past.count(tx, outbox, listener, replay);
    await this.replays.update(tx, replay.id, { outbox: this.outboxes[0] ?? '', total });
  }

  private async nextOutbox(
    tx: Transaction,
    replay: ReplayRow,
    listener: EventListener,
  ): Promise<void> {
    const next = this.outboxes.find((outbox) => outbox > replay.outbox);
    if (next !== undefined)
      return this.replays.update(tx, replay.id, { outbox: next, position: 0 });
    await this.end(tx, replay, listener);
  }

  private async end(tx: Transaction, replay: ReplayRow, listener: EventListener): Promise<void> {
    await this.forgetErased(tx, replay, listener);
    await this.finish(tx, replay);
  }

  private async finish(tx: Transaction, { id, state, error }: ReplayRow): Promise<void> {
    const ended = state === 'cancelled' ? state : 'done';
    await this.replays.update(tx, id, { state: ended, error, finishedAt: this.clock.now() });
  }

  /** Who was erased since must be forgotten again, also where the replay ended before that (C43). */
  private async forgetErased(
    tx: Transaction,
    { from }: ReplayRow,
    listener: EventListener,
  ): Promise<void> {
    for (const { type } of [events.userErased, events.organizationErased]) {
      if (!wants(listener, type)) continue;
      for (const outbox of this.outboxes) {
        const erased = await this.past.listOfType(tx, outbox, type, from);
        if (erased.length > 0) await listener.handle(tx, erased);
      }
    }
  }

  private get outboxes(): string[] {
    return [...this.directory.outboxes].toSorted();
  }
}

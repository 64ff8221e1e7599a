import { Injectable } from '@nestjs/common';
import type { EventContract, EventData } from '@gatehouse/contracts/events';
import { Clock } from '../../kernel/clock.js';
import type { Transaction } from '../database/database.js';
import { currentTrace, requestContext } from '../http/request-context.js';
import { envelopeOf, rowOf, type EventOptions, type OutboxRow } from './envelope.js';
import { OutboxRepository } from './outbox/outbox.repository.js';

/** Adds a module's events to its outbox, in the transaction of the change they tell of. */
@Injectable()
export class Events {
  constructor(
    private readonly module: string,
    private readonly clock: Clock,
    private readonly outbox: OutboxRepository,
  ) {}

  /**
   * Adds one event: one insert.
   * @throws ZodError when the data is not what the contract says.
   */
  async add<E extends EventContract>(
    tx: Transaction,
    event: E,
    data: EventData<E>,
    options?: EventOptions,
  ): Promise<void> {
    await this.outbox.add(tx, this.module, this.rowOf(event, data, options));
  }

  /** Adds rows made by `rowOf`, in this order: one insert for all. */
  async addAll(tx: Transaction, rows: readonly OutboxRow[]): Promise<void> {
    await this.outbox.addAll(tx, this.module, rows);
  }

  /**
   * The row of an event, for `addAll` and for a statement of a hot path that inserts it itself:
   * `INSERT INTO outbox (id, type, subject, event) VALUES ($1, $2, $3, $4::jsonb)`.
   * @throws ZodError when the data is not what the contract says.
   */
  rowOf<E extends EventContract>(event: E, data: EventData<E>, options?: EventOptions): OutboxRow {
    const origin = {
      module: this.module,
      now: this.clock.now(),
      request: requestContext.getStore(),
      trace: currentTrace(),
    };
    return rowOf(envelopeOf(origin, event, data, options));
  }
}

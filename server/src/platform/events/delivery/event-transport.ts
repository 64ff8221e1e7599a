import type { EventEntry } from '../outbox/outbox.repository.js';

/** Events on their way to one lane of a listener. */
export interface EventBatch {
  /** Of the lane; see `Recipient`. */
  readonly address: string;
  /**
   * Event that this address was sent just before, from the same outbox: while the inbox has not
   * seen it, the batch waits, so that batches that overtake each other do not change the order.
   */
  readonly after: string | null;
  readonly entries: readonly EventEntry[];
}

export interface PublishOptions {
  /**
   * The addresses may be given theirs one after the other, with rests between: the machine is full,
   * and what follows comes later.
   */
  readonly unhurried?: boolean;
}

export interface DeliveryOutcome {
  /** `put_off`: it was not this batch's turn; give it again in a moment. */
  readonly status: 'done' | 'put_off';
  /** When an event that failed wants its next try. */
  readonly retryAt: Date | null;
}

/** What a transport gives its batches to. */
export abstract class EventConsumer {
  /** @throws when neither the effects nor the failure could be written down; give it again later. */
  abstract deliver(batch: EventBatch): Promise<DeliveryOutcome>;
  /** Tries events again that failed before and are due. */
  abstract retry(address: string): Promise<DeliveryOutcome>;
}

/**
 * Carries batches from the relay to addresses, each at least once. It may lose some: the
 * tables know what is missing.
 */
export abstract class EventTransport {
  /** Begins to hand batches for these addresses to the consumer; those for others wait for other processes. */
  abstract start(addresses: readonly string[], consumer: EventConsumer): Promise<void>;
  /** Resolves when the batches are kept safe. */
  abstract publish(batches: readonly EventBatch[], options?: PublishOptions): Promise<void>;
  /** Has the failed events of an address tried again at this time. */
  abstract retryAt(address: string, at: Date): Promise<void>;
  /** Batches to this address that are on their way. */
  abstract backlog(address: string): Promise<number>;
  /** Resolves when what carries them answers. */
  abstract check(): Promise<void>;
  /** Stops handing over; lets what was begun come to its end, for 10 seconds at most. */
  abstract stop(): Promise<void>;
}

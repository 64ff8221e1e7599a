import type { CloudEvent } from '@gatehouse/contracts/events';
import type { Transaction } from '../database/database.js';
import { laneOf, type Recipient, recipientsOf } from './lanes.js';

/**
 * Does something when events have happened. Effects belong in `tx`, which also marks the events as
 * had: each event has its effect once, however often it arrives. Events of one subject come in
 * order. A batch that throws is given again one by one; an event that keeps throwing is parked.
 */
export abstract class EventListener {
  /** Unique and lasting: the inbox remembers by it what was had. */
  abstract readonly name: string;
  /** Module whose `inbox` table it uses. */
  abstract readonly module: string;
  /** Event types it wants, or all of them. */
  abstract readonly types: readonly string[] | 'all';
  /** Why it must not be given what it has had already; null where that does no harm, or is what was wanted. */
  readonly replayRefusal: string | null = 'must not have events twice';

  abstract handle(tx: Transaction, events: readonly CloudEvent[]): Promise<void>;
}

/**
 * What a listener throws while whoever it passes events on to is away: the events are not at fault, so
 * no try of theirs is used up. The carrier gives them again, later each time.
 */
export class ReceiverAwayError extends Error {
  override readonly name = 'ReceiverAwayError';
}

/** The listeners and the outboxes of this process. Modules register theirs when they are made. */
export class EventDirectory {
  readonly listeners = new Map<string, EventListener>();
  /** Modules that have an outbox. */
  readonly outboxes = new Set<string>();

  /** @throws Error when two listeners share a name. */
  register(listener: EventListener): void {
    const { name } = listener;
    if (!/^[a-z][a-z0-9-]*$/.test(name)) throw new Error(`${name} is not a listener's name`);
    if (this.listeners.has(name)) throw new Error(`two event listeners are named ${name}`);
    this.listeners.set(name, listener);
  }

  /** The lanes of all listeners. */
  get recipients(): Recipient[] {
    return [...this.listeners.values()].flatMap(recipientsOf);
  }

  /** @throws Error when nobody has this address. */
  at(address: string): Recipient {
    const found = this.recipients.find((recipient) => recipient.address === address);
    if (!found) throw new Error(`no event listener is reached at ${address}`);
    return found;
  }
}

/** Whether an event is for this lane of a listener. */
export const isFor = ({ listener, lane }: Recipient, event: CloudEvent): boolean =>
  wants(listener, event.type) && laneOf(event) === lane;

/** Whether a listener wants events of this type. */
export const wants = ({ types }: EventListener, type: string): boolean =>
  types === 'all' || types.includes(type);

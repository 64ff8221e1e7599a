import { days, seconds } from '../../kernel/clock.js';

/** How events are carried. Times in milliseconds. */
export class EventsOptions {
  /** Whether this process relays events, or only adds them. */
  readonly relay: boolean = true;
  /** Most events in one batch. */
  readonly batchSize: number = 500;
  /** Time from one batch to the next for each event it had: the more there are, the more share the cost of one. */
  readonly pace: number = 20;
  /** Most of that. */
  readonly longestPace: number = 100;
  /** Both are so many times as long while the machine is full. */
  readonly crowdedFactor: number = 5;
  /** How often an outbox is looked at when no notification came. */
  readonly idlePoll: number = seconds(1);
  /** Tries of an event, after which it is parked. */
  readonly maxAttempts: number = 8;
  /** Wait after a number of failed tries. */
  readonly backoff: (attempts: number) => number = (attempts) =>
    seconds(Math.min(2 ** (attempts - 1), 60));
  /** Age at which a published event that a listener lacks counts as lost by the transport. */
  readonly lostAfter: number = seconds(60);
  /** How long handled events stay in the outbox, for replays; their marks stay a day longer. */
  readonly retention: number = days(3);

  constructor(options: Partial<EventsOptions> = {}) {
    Object.assign(this, options);
  }
}

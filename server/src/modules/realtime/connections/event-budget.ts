/** Events that a socket may send at once. */
const capacity = 30;
const perSecond = 3;
/** Refusals in a row after which the socket is not worth keeping. */
const mostRefusals = 100;

/** Counts what one socket sends. */
export class EventBudget {
  private left = capacity;
  private filledAt: number;
  private refusals = 0;

  /** @param now in milliseconds. */
  constructor(now: number) {
    this.filledAt = now;
  }

  /** Whether one more event may pass; `exhausted` when too many were refused already. */
  take(now: number): 'allowed' | 'refused' | 'exhausted' {
    this.left = Math.min(capacity, this.left + ((now - this.filledAt) / 1000) * perSecond);
    this.filledAt = now;
    if (this.left >= 1) {
      this.left -= 1;
      this.refusals = 0;
      return 'allowed';
    }
    this.refusals += 1;
    return this.refusals > mostRefusals ? 'exhausted' : 'refused';
  }
}

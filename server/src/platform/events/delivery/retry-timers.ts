import { type Clock, seconds } from '../../../kernel/clock.js';
import { detached } from '../../http/request-context.js';

/** Time after which a try is made again that could not even begin. */
const againAfter = seconds(5);
const longestTimer = 2 ** 31 - 1;

/** Keeps in mind when each listener's failed events are due. What it forgets, the sweeper brings back. */
export class RetryTimers {
  private readonly next = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  private stopped = false;

  /** @param retry tries what is due, and says when it wants to be called again. */
  constructor(
    private readonly clock: Clock,
    private readonly retry: (listener: string) => Promise<Date | null>,
  ) {}

  /** Has a listener's events tried at this time, or earlier where that was wanted before. */
  set(listener: string, at: Date): void {
    const known = this.next.get(listener);
    if (this.stopped || (known && known.at <= at.getTime())) return;
    clearTimeout(known?.timer);
    const delay = Math.min(Math.max(0, at.getTime() - this.clock.time()), longestTimer);
    const timer = detached(() => setTimeout(() => void this.run(listener), delay));
    this.next.set(listener, { at: at.getTime(), timer });
  }

  stop(): void {
    this.stopped = true;
    for (const { timer } of this.next.values()) clearTimeout(timer);
    this.next.clear();
  }

  private async run(listener: string): Promise<void> {
    this.next.delete(listener);
    const later = new Date(this.clock.time() + againAfter);
    const at = await this.retry(listener).catch(() => later);
    if (at) this.set(listener, at);
  }
}

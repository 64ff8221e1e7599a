import { type Clock, seconds } from '../../../kernel/clock.js';
import { detached } from '../../http/request-context.js';

/** Time after which a try is made again that could not even begin. */
const againAfter = seconds(5);
const longestTimer = 2 ** 31 - 1;

/** Keeps in mind when the failed events of each address are due. What it forgets, the sweeper brings back. */
export class RetryTimers {
  private readonly next = new Map<string, { at: number; timer: NodeJS.Timeout }>();
  private stopped = false;

  /** @param retry tries what is due, and says when it wants to be called again. */
  constructor(
    private readonly clock: Clock,
    private readonly retry: (address: string) => Promise<Date | null>,
  ) {}

  /** Has the events of an address tried at this time, or earlier where that was wanted before. */
  set(address: string, at: Date): void {
    const known = this.next.get(address);
    if (this.stopped || (known && known.at <= at.getTime())) return;
    clearTimeout(known?.timer);
    const delay = Math.min(Math.max(0, at.getTime() - this.clock.time()), longestTimer);
    const timer = detached(() => setTimeout(() => void this.run(address), delay));
    this.next.set(address, { at: at.getTime(), timer });
  }

  stop(): void {
    this.stopped = true;
    for (const { timer } of this.next.values()) clearTimeout(timer);
    this.next.clear();
  }

  private async run(address: string): Promise<void> {
    this.next.delete(address);
    const later = new Date(this.clock.time() + againAfter);
    const at = await this.retry(address).catch(() => later);
    if (at) this.set(address, at);
  }
}

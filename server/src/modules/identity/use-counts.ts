import { type Clock, seconds } from '../../kernel/clock.js';
import type { Logger } from '../../platform/telemetry/logger.js';

const flushEvery = seconds(15);

/** How often things were used lately, by their ids. */
export type Uses = ReadonlyMap<string, number>;

/** Counts uses in memory, and notes them from time to time: no request waits for that. */
export class UseCounts {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param write notes how often what was used until now. */
  constructor(
    private readonly write: (counts: Uses, at: Date) => Promise<void>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  add(id: string, uses = 1): void {
    this.counts.set(id, (this.counts.get(id) ?? 0) + uses);
  }

  start(): void {
    this.timer = setInterval(() => void this.flush(), flushEvery).unref();
  }

  /** Notes what is left, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  async flush(): Promise<void> {
    const { counts } = this;
    if (counts.size === 0) return;
    this.counts = new Map();
    await this.write(counts, this.clock.now()).catch((error: unknown) => {
      for (const [id, uses] of counts) this.add(id, uses);
      this.logger.warn('Uses could not be noted, and will be later', { error });
    });
  }
}

import { type Clock, seconds } from '../../../../kernel/clock.js';
import type { Logger } from '../../../../platform/telemetry/logger.js';

const flushEvery = seconds(15);

/** How often keys were used lately, by their ids. */
export type KeyUseCounts = ReadonlyMap<string, number>;

/** Counts calls in memory, and notes them from time to time: no request waits for that. */
export class KeyUses {
  private counts = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;

  /** @param write notes how often keys were used until now. */
  constructor(
    private readonly write: (counts: KeyUseCounts, at: Date) => Promise<void>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  add(id: string, calls = 1): void {
    this.counts.set(id, (this.counts.get(id) ?? 0) + calls);
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
      for (const [id, calls] of counts) this.add(id, calls);
      this.logger.warn('The use of API keys could not be noted, and will be later', { error });
    });
  }
}

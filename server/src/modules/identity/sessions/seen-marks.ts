import { type Clock, seconds } from '../../../kernel/clock.js';
import type { Logger } from '../../../platform/telemetry/logger.js';

const flushEvery = seconds(15);

/** Gathers what was used lately, and notes it from time to time: no request waits for that. */
export class SeenMarks {
  private readonly seen = new Set<string>();
  private timer: NodeJS.Timeout | undefined;

  /** @param write notes when things of these ids were last used. */
  constructor(
    private readonly write: (ids: readonly string[], at: Date) => Promise<void>,
    private readonly clock: Clock,
    private readonly logger: Logger,
  ) {}

  add(id: string): void {
    this.seen.add(id);
  }

  start(): void {
    this.timer = setInterval(() => void this.flush(), flushEvery).unref();
  }

  /** Notes what is left, and ends. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }

  private async flush(): Promise<void> {
    if (this.seen.size === 0) return;
    const ids = [...this.seen];
    this.seen.clear();
    await this.write(ids, this.clock.now()).catch((error: unknown) => {
      this.logger.warn('A last use could not be noted', { error });
    });
  }
}

import type { BeforeApplicationShutdown } from '@nestjs/common';
import { detached } from '../../platform/http/request-context.js';
import type { Logger } from '../../platform/telemetry/logger.js';

/**
 * Does what is due again and again: when it is woken, and every so often in case nobody woke it.
 * It is never done twice at once in one process; who wakes it meanwhile has it done once more. Before
 * it is started it sleeps on: another process does the work then.
 */
export abstract class Pump implements BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
  private again = false;
  private isStarted = false;
  private isStopping = false;

  /**
   * @param every how often it looks for what is due, in milliseconds.
   * @param complaint what the log says when it could not look.
   */
  protected constructor(
    private readonly every: number,
    private readonly complaint: string,
    protected readonly logger: Logger,
  ) {}

  /** @returns whether there may be more to do at once. */
  abstract workDue(): Promise<boolean>;

  start(): void {
    this.isStarted = true;
    this.timer = setInterval(() => this.wake(), this.every).unref();
  }

  /** Resolves when nothing is under way any more. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  /** Something may be due. */
  wake(): void {
    this.again = true;
    if (this.isStarted && !this.isStopping) this.running ??= detached(() => this.run());
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.isStopping) {
        this.again = false;
        if (await this.workDue()) this.again = true;
      }
    } catch (error) {
      this.logger.warn(this.complaint, { error });
    } finally {
      this.running = null;
    }
  }
}

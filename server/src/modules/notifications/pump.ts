/**
 * Does some work again and again: when it is woken, and every so often in case nobody woke it.
 * It is never done twice at once in one process; who wakes it meanwhile has it done once more.
 */
export class Pump {
  private timer: NodeJS.Timeout | undefined;
  private running: Promise<void> | null = null;
  private again = false;
  private isStopping = false;

  /**
   * @param work returns whether there may be more to do at once.
   * @param every in milliseconds.
   */
  constructor(
    private readonly work: () => Promise<boolean>,
    private readonly every: number,
    private readonly failed: (error: unknown) => void,
  ) {}

  start(): void {
    this.timer = setInterval(() => this.wake(), this.every).unref();
  }

  wake(): void {
    this.again = true;
    if (!this.isStopping) this.running ??= this.run();
  }

  /** Resolves when nothing is under way any more. */
  async stop(): Promise<void> {
    this.isStopping = true;
    clearInterval(this.timer);
    await this.running;
  }

  private async run(): Promise<void> {
    try {
      while (this.again && !this.isStopping) {
        this.again = false;
        if (await this.work()) this.again = true;
      }
    } catch (error) {
      this.failed(error);
    } finally {
      this.running = null;
    }
  }
}

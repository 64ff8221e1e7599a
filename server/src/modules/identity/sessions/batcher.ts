interface Waiter {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Most batches under way at once. */
const mostBatches = 2;

/**
 * Gathers the keys that are asked for in one turn of the event loop, or while others are being
 * worked on, and does the work for all of them at once. A key waits for work that begins after it
 * was added, so its answer is never older than the question.
 */
export class Batcher {
  private waiting = new Map<string, Waiter[]>();
  private running = 0;
  private scheduled = false;

  constructor(private readonly work: (keys: readonly string[]) => Promise<void>) {}

  /** Resolves when work that includes the key has been done. */
  add(key: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiters = this.waiting.get(key);
      if (waiters) waiters.push({ resolve, reject });
      else this.waiting.set(key, [{ resolve, reject }]);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.running >= mostBatches || this.waiting.size === 0) return;
    this.scheduled = true;
    setImmediate(() => void this.run());
  }

  private async run(): Promise<void> {
    const batch = this.waiting;
    this.waiting = new Map();
    this.scheduled = false;
    this.running += 1;
    try {
      await this.work([...batch.keys()]);
      for (const waiters of batch.values()) for (const waiter of waiters) waiter.resolve();
    } catch (error) {
      for (const waiters of batch.values()) for (const waiter of waiters) waiter.reject(error);
    } finally {
      this.running -= 1;
      this.schedule();
    }
  }
}

interface Waiter<T> {
  readonly resolve: (value: T | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Does the work for some keys; what it has nothing to say of is left out. */
type Work<T> = (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/**
 * Gathers the keys that are asked for in one turn of the event loop, or while others are being
 * worked on, and does the work for all of them at once. A key waits for work that begins after it
 * was added, so its answer is never older than the question.
 */
export class Batcher<T> {
  private waiting = new Map<string, Waiter<T>[]>();
  private running = 0;
  private scheduled = false;

  /** @param mostBatches under way at once. */
  constructor(
    private readonly work: Work<T>,
    private readonly mostBatches = 2,
  ) {}

  /** What the work says of the key; whoever asks for one key at once gets one answer. */
  add(key: string): Promise<T | undefined> {
    return new Promise((resolve, reject) => {
      const waiters = this.waiting.get(key);
      if (waiters) waiters.push({ resolve, reject });
      else this.waiting.set(key, [{ resolve, reject }]);
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.scheduled || this.running >= this.mostBatches || this.waiting.size === 0) return;
    this.scheduled = true;
    setImmediate(() => void this.run());
  }

  private async run(): Promise<void> {
    const batch = this.waiting;
    this.waiting = new Map();
    this.scheduled = false;
    this.running += 1;
    try {
      const results = await this.work([...batch.keys()]);
      for (const [key, waiters] of batch)
        for (const waiter of waiters) waiter.resolve(results.get(key));
    } catch (error) {
      for (const waiters of batch.values()) for (const waiter of waiters) waiter.reject(error);
    } finally {
      this.running -= 1;
      this.schedule();
    }
  }
}

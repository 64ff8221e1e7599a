/** Jobs that this process is at, by their names. */
export class UnderWay {
  private readonly counts = new Map<string, number>();
  private readonly again = new Set<string>();

  /** How many of a name there are. */
  countOf(name: string): number {
    return this.counts.get(name) ?? 0;
  }

  /** Does a job, beside others of its name. */
  async beside(name: string, work: () => Promise<void>): Promise<void> {
    this.counts.set(name, this.countOf(name) + 1);
    try {
      await work();
    } finally {
      this.counts.set(name, this.countOf(name) - 1);
    }
  }

  /** Does a job, or once more after the one of its name that is under way, which whoever comes meanwhile shares. */
  async alone(name: string, work: () => Promise<void>): Promise<void> {
    if (this.countOf(name) > 0) {
      this.again.add(name);
      return;
    }
    await this.beside(name, async () => {
      do {
        this.again.delete(name);
        await work();
      } while (this.again.has(name));
    });
  }
}

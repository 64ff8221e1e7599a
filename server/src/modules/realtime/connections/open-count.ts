/** Counts what is open, by whose it is. */
export class OpenCount {
  private readonly open = new Map<string, number>();

  of(key: string): number {
    return this.open.get(key) ?? 0;
  }

  /** Counts one more. @returns what counts it off again. */
  add(key: string): () => void {
    this.open.set(key, this.of(key) + 1);
    return () => {
      const left = this.of(key) - 1;
      if (left > 0) this.open.set(key, left);
      else this.open.delete(key);
    };
  }
}

import { detached } from '../http/request-context.js';

/** Does work for several items at once, and answers in their order. */
type Work<Item, Result> = (items: readonly Item[]) => Promise<readonly Result[]>;

interface Waiting<Item, Result> {
  readonly item: Item;
  readonly resolve: (result: Result) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Has items that come one after the other worked on together, while there is time to wait for more.
 * Where the work for several fails it is done for each alone, so that none fails for another's sake.
 */
export class Gatherer<Item, Result> {
  private waiting: Waiting<Item, Result>[] = [];
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param patience milliseconds for which an item may wait for others; with 0 it goes at once.
   * @param most items that are worked on together.
   */
  constructor(
    private readonly work: Work<Item, Result>,
    private readonly patience: () => number,
    private readonly most: number,
  ) {}

  /** @throws what the work for this item throws. */
  add(item: Item): Promise<Result> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      const patience = this.waiting.length < this.most ? this.patience() : 0;
      if (patience === 0) void this.run();
      else this.timer ??= setTimeout(() => void this.run(), patience);
    });
  }

  private async run(): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    const [first, ...others] = this.waiting.splice(0);
    if (!first) return;
    if (others.length === 0) await this.workOnOne(first);
    // It is for all of them, and in the name of none.
    else await detached(() => this.workOnSeveral([first, ...others]));
  }

  private async workOnSeveral(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    try {
      await this.workOn(batch);
    } catch {
      await Promise.all(batch.map((one) => this.workOnOne(one)));
    }
  }

  private async workOn(batch: readonly Waiting<Item, Result>[]): Promise<void> {
    const results = await this.work(batch.map(({ item }) => item));
    if (results.length !== batch.length)
      throw new Error(`of ${batch.length} items ${results.length} were answered`);
    for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
  }

  private async workOnOne(one: Waiting<Item, Result>): Promise<void> {
    await this.workOn([one]).catch(one.reject);
  }
}

import path from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Milliseconds that a file of a kind takes, roughly, where no run before this one has told. */
const expected: readonly (readonly [kind: RegExp, duration: number])[] = [
  [/^e2e\/(browser|faults)\//, 30_000],
  [/^e2e\//, 12_000],
  [/\.(repository\.|e2e-|job\.)/, 6_000],
  [/./, 500],
];

/** The longest files first, also in a clone that never ran: none is left alone at the end. */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(this.inOrder(files));
  }

  inOrder(files: readonly TestSpecification[]): TestSpecification[] {
    const durations = new Map(files.map((file) => [file, this.durationOf(file)]));
    const of = (file: TestSpecification) => durations.get(file) ?? 0;
    return files.toSorted((left, right) => of(right) - of(left));
  }

  private durationOf(file: TestSpecification): number {
    const known = this.ctx.cache.getTestSpecificationResult(file)?.duration;
    if (known !== undefined && known > 0) return known;
    const name = path.relative(this.ctx.config.root, file.moduleId);
    return expected.find(([kind]) => kind.test(name))?.[1] ?? 0;
  }
}

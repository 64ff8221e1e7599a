/** One way a request can go. */
export interface TimedCase {
  /** Sends it, for the sample of this number. */
  readonly run: (index: number) => Promise<unknown>;
  /** What has to be done before each time, and takes no part in it. */
  readonly before?: () => Promise<unknown>;
}

/** How the times of one case lie to those of another. */
export interface Difference {
  /** Share of all pairs in which the other took longer; half of them where nothing differs. */
  readonly longer: number;
  /** The middle one of the differences of all pairs, in milliseconds. */
  readonly shift: number;
}

/** As many samples of each case in a round: enough that chance does not order them. */
const samples = 20;
/** A difference is looked for in so many rounds: what the machine did meanwhile is in one alone. */
const rounds = 2;
/** Samples of each case that a question takes; so many accounts it needs. */
export const samplesAsked = samples * rounds;

/** So much of all pairs must lie one way. By chance they would in one of some 10,000 rounds. */
const clearly = 0.85;
/** Below this nobody sees a difference over a network, in milliseconds. */
const leastShift = 5;

const milliseconds = async (timed: TimedCase, index: number): Promise<number> => {
  await timed.before?.();
  const started = performance.now();
  await timed.run(index);
  return performance.now() - started;
};

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

/** What a case takes in the middle, in milliseconds. */
export async function usualTime(timed: TimedCase): Promise<number> {
  const taken: number[] = [];
  for (let sample = 0; sample < 5; sample += 1) taken.push(await milliseconds(timed, sample));
  return median(taken);
}

/** Compares by ranks (Mann and Whitney) and by the shift (Hodges and Lehmann), which outliers do not move. */
export function differenceOf(one: readonly number[], other: readonly number[]): Difference {
  const differences = one.flatMap((left) => other.map((right) => right - left));
  const longer = differences.filter((difference) => difference > 0).length / differences.length;
  return { longer, shift: median(differences) };
}

/** Whether somebody who measures could tell the one from the other. */
export const isClear = ({ longer, shift }: Difference): boolean =>
  Math.max(longer, 1 - longer) >= clearly && Math.abs(shift) >= leastShift;

/**
 * Takes samples of two cases in turn, each time in the other order, in rounds.
 * @returns how they differ where time tells one from the other in every round; else null.
 */
export async function tellApart(one: TimedCase, other: TimedCase): Promise<Difference | null> {
  for (let round = 0; ; round += 1) {
    const taken: [number[], number[]] = [[], []];
    for (let sample = 0; sample < samples; sample += 1) {
      const index = round * samples + sample;
      const first = sample % 2 === 0 ? 0 : 1;
      const cases = [one, other] as const;
      taken[first].push(await milliseconds(cases[first], index));
      const second = first === 0 ? 1 : 0;
      taken[second].push(await milliseconds(cases[second], index));
    }
    const difference = differenceOf(...taken);
    if (!isClear(difference)) return null;
    if (round + 1 === rounds) return difference;
  }
}

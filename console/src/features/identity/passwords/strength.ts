export interface Strength {
  /** 0 (too short for every policy) to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  label: string;
}

/** A strength of zxcvbn's, 0 to 4. */
export type Estimate = (password: string, ownWords: readonly string[]) => number;

const labels = ['Too short', 'Weak', 'Fair', 'Good', 'Strong'] as const;

/** What the meter shows of an estimate; nothing shorter than 8 characters passes any policy. */
export const strengthOf = (
  password: string,
  ownWords: readonly string[],
  estimate: Estimate,
): Strength => {
  // As long as the server takes; a longer one costs only time.
  const text = password.slice(0, 128);
  const value = text.length < 8 ? 0 : Math.max(1, estimate(text, ownWords));
  const score = ([0, 1, 2, 3, 4] as const).find((known) => known === value) ?? 1;
  return { score, label: labels[score] };
};

let loading: Promise<Estimate> | undefined;

/** The estimator and its dictionaries, loaded when the first new password is typed. */
export const loadEstimate = (): Promise<Estimate> => {
  loading ??= import('./estimate').then(({ estimate }) => estimate);
  // A chunk that could not be loaded is asked for again the next time.
  loading.catch(() => (loading = undefined));
  return loading;
};

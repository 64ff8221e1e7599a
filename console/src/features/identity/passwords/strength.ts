export interface Strength {
  /** 0 (refused by every policy) to 4. */
  score: 0 | 1 | 2 | 3 | 4;
  label: string;
}

const labels = ['Too short', 'Weak', 'Fair', 'Good', 'Strong'] as const;
const worn = /passw|qwert|letmein|welcome|admin|gatehouse|12345|abcde|11111|iloveyou/i;

const levels = [8, 12, 15, 20];

/**
 * A hint while typing, by length and variety; the server decides, with lists that a browser does
 * not have. Length counts most (SP 800-63B-4), the person's own words count nothing.
 */
export const strengthOf = (password: string, ownWords: readonly string[] = []): Strength => {
  const words = ownWords
    .flatMap((word) => word.toLowerCase().split(/[\s@.]+/))
    .filter((word) => word.length > 2);
  const rest = words.reduce((text, word) => text.replaceAll(word, ''), password.toLowerCase());
  const characters = password.length;
  const level = levels.filter((length) => rest.length >= length).length;
  const dull = worn.test(password) || new Set(password).size < Math.min(6, characters / 2);
  const score = characters < 8 ? 0 : Math.max(1, dull ? Math.min(level, 1) : level);
  const known = ([0, 1, 2, 3, 4] as const).find((value) => value === score) ?? 0;
  return { score: known, label: labels[known] };
};

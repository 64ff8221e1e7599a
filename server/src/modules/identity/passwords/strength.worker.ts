import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

export interface StrengthTask {
  readonly password: string;
  /** Names and addresses of the person. */
  readonly ownWords: readonly string[];
}

export interface Strength {
  /** 0 (guessed at once) to 4 (out of reach). */
  readonly score: number;
  /** What makes it easy to guess, by zxcvbn's name for it. */
  readonly warning: string | null;
  /** Is one of the passwords that attackers try first. */
  readonly isCommon: boolean;
}

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
const common = new Set<string>(dictionary['passwords-common']);

/** Runs in a worker thread: the dictionaries take some 30 MB, and a long password tens of milliseconds. */
export default function strengthOf({ password, ownWords }: StrengthTask): Strength {
  const { score, feedback } = zxcvbn.check(password, [...ownWords]);
  return { score, warning: feedback.warning, isCommon: common.has(password.toLowerCase()) };
}

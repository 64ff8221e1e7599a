import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';
import type { Estimate } from './strength';

const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });

/** The same estimate that the server makes. */
export const estimate: Estimate = (password, ownWords) => {
  const words = ownWords.flatMap((word) => [word, word.split('@')[0] ?? '']);
  return zxcvbn.check(password, words).score;
};

import { solveChallenge } from '@gatehouse/client/solve-challenge';
import type { Challenge } from '@gatehouse/contracts/security/challenge';

/** What the worker tells: how far it is, from 0 to 1, then the number. */
export type Told = { readonly progress: number } | { readonly number: number };

const tell = (told: Told) => postMessage(told);

addEventListener('message', ({ data }: MessageEvent<Challenge>) => {
  void solveChallenge(data, (progress) => tell({ progress })).then((number) => tell({ number }));
});

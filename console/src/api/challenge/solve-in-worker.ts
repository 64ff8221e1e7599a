import type { Challenge } from '@gatehouse/contracts/security/challenge';
import { useSyncExternalStore } from 'react';
import type { Told } from './challenge.worker';

/** How far the work is that is done now, from 0 to 1; undefined while there is none. */
let progress: number | undefined;
const listeners = new Set<() => void>();
const set = (next: number | undefined) => {
  progress = next;
  for (const listener of listeners) listener();
};

/** Does the work that the server asks for, aside from the page. */
export const solveInWorker = async (challenge: Challenge): Promise<number> => {
  const worker = new Worker(new URL('challenge.worker.ts', import.meta.url), { type: 'module' });
  set(0);
  try {
    return await new Promise<number>((resolve, reject) => {
      worker.addEventListener('message', ({ data }: MessageEvent<Told>) => {
        if ('number' in data) resolve(data.number);
        else set(data.progress);
      });
      worker.addEventListener('error', (event) => reject(new Error(event.message)));
      worker.postMessage(challenge, []);
    });
  } finally {
    worker.terminate();
    set(undefined);
  }
};

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
};

export const useChallengeProgress = (): number | undefined =>
  useSyncExternalStore(subscribe, () => progress);

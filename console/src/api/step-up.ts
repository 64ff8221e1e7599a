import { useSyncExternalStore } from 'react';

let waiting: { promise: Promise<boolean>; settle: (proved: boolean) => void } | undefined;
const listeners = new Set<() => void>();
const tell = () => {
  for (const listener of listeners) listener();
};

/** Between calls that ask for another proof of identity, and the dialog that gets it. */
export const stepUp = {
  /** Resolves once the person has given the proof, or false when they would not; calls at once share it. */
  ask: (): Promise<boolean> => {
    if (waiting) return waiting.promise;
    const { promise, resolve } = Promise.withResolvers<boolean>();
    waiting = {
      promise,
      settle: (proved) => {
        waiting = undefined;
        resolve(proved);
        tell();
      },
    };
    tell();
    return promise;
  },
  settle: (proved: boolean): void => waiting?.settle(proved),
  isAsked: (): boolean => waiting !== undefined,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => {
      listeners.delete(listener);
    };
  },
};

export const useStepUpAsked = (): boolean => useSyncExternalStore(stepUp.subscribe, stepUp.isAsked);

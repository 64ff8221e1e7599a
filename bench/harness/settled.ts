import { setTimeout as sleep } from 'node:timers/promises';

/** Longest that who was saturated works its queue off, in milliseconds. */
const settling = 3_000;

/** Measures when what the measurement before left behind is done. */
export const settled = <T>(measure: () => Promise<T>): Promise<T> => sleep(settling).then(measure);

import type { Measurement } from './harness/bench.ts';
import { measureHashing } from './hashing.ts';

/** More than any two cores hash, so that no address comes twice. */
const mostPerSecond = 500;

/** POST /auth/register against the bare rate of Argon2id. */
export const signUp: Measurement = {
  name: 'sign-up',
  measure: (bench) =>
    measureHashing(bench, {
      title: 'Sign-up',
      limit: 'hash',
      requests: (product, seconds) => product.signUps(Math.ceil(mostPerSecond * seconds)),
    }),
};

import type { Measurement } from './harness/bench.ts';
import { measureHashing } from './hashing.ts';

/** POST /auth/login against the bare rate of Argon2id. */
export const signIn: Measurement = {
  name: 'sign-in',
  measure: (bench) =>
    measureHashing(bench, {
      title: 'Sign-in',
      limit: 'verify',
      requests: (product) => product.signIns(),
    }),
};

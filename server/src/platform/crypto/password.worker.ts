import { Algorithm, hashSync, type Options, verifySync } from '@node-rs/argon2';

/** Work of a hashing thread. */
export type PasswordTask =
  | { readonly kind: 'hash'; readonly password: string; readonly options: Options }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

export interface PasswordResult {
  /** The hash, or whether the password matches. */
  readonly value: string | boolean;
  /** Milliseconds it took. */
  readonly duration: number;
}

/** Runs in a worker thread: the synchronous calls keep it off libuv's shared pool. */
export default function work(task: PasswordTask): PasswordResult {
  const started = performance.now();
  const value =
    task.kind === 'hash'
      ? hashSync(task.password, { ...task.options, algorithm: Algorithm.Argon2id })
      : verifySync(task.hash, task.password);
  return { value, duration: performance.now() - started };
}

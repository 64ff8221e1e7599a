import { Algorithm, hashSync, type Options, verifySync } from '@node-rs/argon2';

/** Work of a hashing thread, which nobody waits for after `deadline` (milliseconds since 1970). */
export type PasswordTask = { readonly deadline: number } & Work;

export type Work =
  | { readonly kind: 'hash'; readonly password: string; readonly options: Options }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string };

export interface PasswordResult {
  /** The hash, or whether the password matches; null when it was too late to begin. */
  readonly value: string | boolean | null;
  /** Milliseconds it took. */
  readonly duration: number;
}

/** Runs in a worker thread: the synchronous calls keep it off libuv's shared pool. */
export default function work(task: PasswordTask): PasswordResult {
  if (Date.now() > task.deadline) return { value: null, duration: 0 };
  const started = performance.now();
  const value =
    task.kind === 'hash'
      ? hashSync(task.password, { ...task.options, algorithm: Algorithm.Argon2id })
      : verifySync(task.hash, task.password);
  return { value, duration: performance.now() - started };
}

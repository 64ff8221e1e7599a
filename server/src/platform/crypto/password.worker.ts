import { pbkdf2Sync, scryptSync, timingSafeEqual } from 'node:crypto';
import { constants, setPriority } from 'node:os';
import { Algorithm, hashSync, type Options, verifySync } from '@node-rs/argon2';
import bcrypt from 'bcryptjs';
import type { ForeignHash } from './password-hash.js';

/** Work of a hashing thread, which nobody waits for after `deadline` (milliseconds since 1970). */
export type PasswordTask = { readonly deadline: number } & Work;

export type Work =
  | { readonly kind: 'hash'; readonly password: string; readonly options: Options }
  | { readonly kind: 'verify'; readonly password: string; readonly hash: string }
  | { readonly kind: 'foreign'; readonly password: string; readonly hash: ForeignHash };

export interface PasswordResult {
  /** The hash, or whether the password matches; null when it was too late to begin. */
  readonly value: string | boolean | null;
  /** Milliseconds it took. */
  readonly duration: number;
}

// Whoever hashes waits anyway; other requests must not wait for a core until a hash is done with it.
// Only Linux lowers this thread and not the whole process.
if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_LOW);

/** Runs in a worker thread: the synchronous calls keep it off libuv's shared pool. */
export default function work(task: PasswordTask): PasswordResult {
  if (Date.now() > task.deadline) return { value: null, duration: 0 };
  const started = performance.now();
  const value = done(task);
  return { value, duration: performance.now() - started };
}

function done(task: Work): string | boolean {
  if (task.kind === 'hash')
    return hashSync(task.password, { ...task.options, algorithm: Algorithm.Argon2id });
  return task.kind === 'verify'
    ? verifySync(task.hash, task.password)
    : verifyForeign(task.hash, task.password);
}

function verifyForeign(hash: ForeignHash, password: string): boolean {
  if (hash.kind === 'bcrypt') return bcrypt.compareSync(password, hash.hash);
  const { salt, key } = hash;
  const derived =
    hash.kind === 'scrypt'
      ? scryptSync(password, salt, key.length, { ...costOf(hash), maxmem: 2 ** 28 })
      : pbkdf2Sync(password, salt, hash.iterations, key.length, hash.digest);
  return timingSafeEqual(derived, key);
}

const costOf = ({ N, r, p }: { N: number; r: number; p: number }) => ({ N, r, p });

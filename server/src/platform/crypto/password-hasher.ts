/**
 * Hashes and checks passwords in worker threads, behind a bounded queue.
 * All but `isOutdated` throw AppError `overloaded` when the queue is full or the wait grew too long.
 */
export abstract class PasswordHasher {
  /**
   * For what has to be looked up before a password is checked: whoever would be turned away for it
   * is turned away before, so that a flood costs no queries.
   */
  abstract assertRoom(): void;
  /** Milliseconds until a hash that is asked for now begins, by estimate: 0 while a thread is free. */
  abstract get expectedWait(): number;
  /** Argon2id PHC string of a password. */
  abstract hash(password: string): Promise<string>;
  /**
   * Whether the password belongs to the hash, which may also be an imported one of bcrypt, scrypt
   * or PBKDF2. A null hash, of an account that does not exist or has no password, is always false.
   * Whatever is false takes as long, that of the dearest imported hash which was checked before.
   */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
  /** Whether a hash is of another algorithm or cost than those made now, and should be replaced. */
  abstract isOutdated(hash: string): boolean;
}

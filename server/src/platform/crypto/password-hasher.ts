/**
 * Hashes and checks passwords in worker threads, behind a bounded queue.
 * Both throw AppError `overloaded` when the queue is full or the wait grew too long.
 */
export abstract class PasswordHasher {
  /** Argon2id PHC string of a password. */
  abstract hash(password: string): Promise<string>;
  /**
   * Whether the password belongs to the hash. A null hash, of an account that does not exist or
   * has no password, costs the same time and is always false.
   */
  abstract verify(hash: string | null, password: string): Promise<boolean>;
}

/**
 * Values that may be lost at any time and are then made anew; also the token it is injected by.
 * What is kept must be JSON.
 */
export abstract class Cache {
  /** Undefined when nothing is kept under the key, or no longer. */
  abstract get(key: string): Promise<unknown>;

  /** Keeps a value. @param keepFor in milliseconds. */
  abstract set(key: string, value: unknown, keepFor: number): Promise<void>;
}

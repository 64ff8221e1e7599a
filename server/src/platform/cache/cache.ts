/**
 * Keeps copies of what can be made again, for a time: never a session, a token or a one-time
 * secret. A value may be gone at any moment, and a failing store counts as an empty one.
 */
export abstract class Cache {
  /** @returns the value as it was set, parsed from JSON; undefined when there is none. */
  abstract get(key: string): Promise<unknown>;
  /**
   * @param key namespaced, such as `templates:<name>:v<n>`: whoever changes what lies behind it
   * takes another key.
   * @param value anything that JSON can say.
   * @param lifetime in milliseconds.
   */
  abstract set(key: string, value: unknown, lifetime: number): Promise<void>;
  abstract delete(key: string): Promise<void>;

  /** The value of a key, made and kept when there is none. */
  async remember<T>(key: string, lifetime: number, make: () => Promise<T>): Promise<T> {
    const known = await this.get(key);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a key stands for one kind of value
    if (known !== undefined) return known as T;
    const made = await make();
    await this.set(key, made, lifetime);
    return made;
  }
}

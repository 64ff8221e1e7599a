import { hkdfSync, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config/config.js';

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Master keys of this installation, newest first; what is used is derived from them (RFC 5869). */
export class KeyRing {
  private readonly derived = new Map<string, Buffer>();

  constructor(private readonly keys: readonly [Key, ...Key[]]) {}

  /** Id of the key that new things are sealed with. */
  get currentId(): string {
    return this.keys[0].id;
  }

  /** Ids of all keys, newest first. */
  get ids(): string[] {
    return this.keys.map((key) => key.id);
  }

  /**
   * A key of 256 bits for one purpose.
   * @throws Error when the ring has no key of that id.
   */
  derive(purpose: string, id: string = this.currentId): Buffer {
    const name = `${id}/${purpose}`;
    const known = this.derived.get(name);
    if (known) return known;
    const master = this.keys.find((key) => key.id === id);
    if (!master) throw new Error(`GATEHOUSE_ENCRYPTION_KEYS has no key "${id}"`);
    const key = Buffer.from(hkdfSync('sha256', master.bytes, '', `gatehouse/${purpose}`, 32));
    this.derived.set(name, key);
    return key;
  }
}

/**
 * The ring from the settings, or a key kept in the data folder.
 * @throws ConfigError when a key is not `id:base64 of 32 bytes`.
 */
export function openKeyRing(config: Config): KeyRing {
  const [first, ...others] = config.GATEHOUSE_ENCRYPTION_KEYS.map(parseKey);
  if (first) return new KeyRing([first, ...others]);
  return new KeyRing([parseKey(keptKey(config.GATEHOUSE_DATA_DIR))]);
}

function parseKey(text: string): Key {
  const [, id, encoded] = /^([\w-]{1,32}):([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || bytes.length !== 32)
    throw new ConfigError('GATEHOUSE_ENCRYPTION_KEYS must be id:base64 of 32 bytes each.');
  return { id, bytes };
}

function keptKey(dataDirectory: string): string {
  const folder = join(dataDirectory, 'keys');
  const file = join(folder, 'encryption.key');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  try {
    const key = `local:${randomBytes(32).toString('base64')}\n`;
    writeFileSync(file, key, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}

import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newTypedSecret } from '../../kernel/secret.js';
import { type Config, ConfigError } from '../config/config.js';

interface Key {
  readonly id: string;
  readonly bytes: Buffer;
}

/** Master keys of this installation, newest first; what is used is derived from them (RFC 5869). */
export class KeyRing {
  private readonly derived = new Map<string, KeyObject>();

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
   * A key of 256 bits for one purpose. An object and no bytes: given bytes, Node 24 spends six times
   * as long on an HMAC.
   * @throws Error when the ring has no key of that id.
   */
  derive(purpose: string, id: string = this.currentId): KeyObject {
    const name = `${id}/${purpose}`;
    const known = this.derived.get(name);
    if (known) return known;
    const master = this.keys.find((key) => key.id === id);
    if (!master) throw new Error(`GATEHOUSE_ENCRYPTION_KEYS has no key "${id}"`);
    const bytes = hkdfSync('sha256', master.bytes, '', `gatehouse/${purpose}`, 32);
    const key = createSecretKey(new Uint8Array(bytes));
    this.derived.set(name, key);
    return key;
  }
}

/**
 * The ring from the settings, or the keys kept in the data folder.
 * @throws ConfigError when a key is not `id:base64 of 32 bytes`, or two have one id.
 */
export function openKeyRing(config: Config): KeyRing {
  const { GATEHOUSE_ENCRYPTION_KEYS: set, GATEHOUSE_DATA_DIR: folder } = config;
  const [first, ...others] = (set.length > 0 ? set : keptKeys(folder)).map(parseKey);
  if (!first) throw new ConfigError(`${fileOf(folder)} holds no key.`);
  const ring = new KeyRing([first, ...others]);
  if (new Set(ring.ids).size < ring.ids.length)
    throw new ConfigError('GATEHOUSE_ENCRYPTION_KEYS holds two keys of one id.');
  return ring;
}

/**
 * Makes a key. Where the ring is kept in the data folder, it is put before the others there, and
 * seals from the next start on.
 * @returns the key's id, and either the file or, where the settings hold the ring, the key itself.
 */
export function addKey(config: Config): { id: string; file: string } | { id: string; key: string } {
  const id = `k${newTypedSecret(8).toLowerCase()}`;
  const key = `${id}:${randomBytes(32).toString('base64')}`;
  if (config.GATEHOUSE_ENCRYPTION_KEYS.length > 0) return { id, key };
  const folder = config.GATEHOUSE_DATA_DIR;
  const file = fileOf(folder);
  const lines = [key, ...keptKeys(folder)];
  // Renamed into place: nobody ever reads half a file, and a full disk costs no key.
  writeFileSync(`${file}.new`, `${lines.join('\n')}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
  return { id, file };
}

function parseKey(text: string): Key {
  const [, id, encoded] = /^([\w-]{1,32}):([A-Za-z0-9+/]+=*)$/.exec(text) ?? [];
  const bytes = Buffer.from(encoded ?? '', 'base64');
  if (id === undefined || bytes.length !== 32)
    throw new ConfigError('GATEHOUSE_ENCRYPTION_KEYS must be id:base64 of 32 bytes each.');
  return { id, bytes };
}

const fileOf = (dataDirectory: string): string => join(dataDirectory, 'keys', 'encryption.key');

/** One key a line, newest first; the first start makes one. */
function keptKeys(dataDirectory: string): string[] {
  const file = fileOf(dataDirectory);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  try {
    const key = `local:${randomBytes(32).toString('base64')}\n`;
    writeFileSync(file, key, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').split(/\s+/).filter(Boolean);
}

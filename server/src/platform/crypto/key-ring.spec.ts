import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, loadConfig } from '../config/config.js';
import { AesFieldCipher } from './aes-field-cipher.js';
import { addKey, openKeyRing } from './key-ring.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatehouse-keys-'));
});
afterEach(() => rm(folder, { recursive: true }));

const configOf = (keys?: string) =>
  loadConfig({
    NODE_ENV: 'test',
    GATEHOUSE_DATA_DIR: folder,
    ...(keys === undefined ? {} : { GATEHOUSE_ENCRYPTION_KEYS: keys }),
  });
const line = (id: string) => `${id}:${randomBytes(32).toString('base64')}`;
const file = () => join(folder, 'keys', 'encryption.key');

describe('openKeyRing', () => {
  it('keeps the order of the settings, newest first', () => {
    const ring = openKeyRing(configOf(`${line('k2')},${line('k1')}`));
    expect(ring.ids).toEqual(['k2', 'k1']);
    expect(ring.currentId).toBe('k2');
  });

  it('makes one key for a data folder, which only its owner can read, and finds it again', async () => {
    const first = openKeyRing(configOf());
    const again = openKeyRing(configOf());
    expect(again.derive('fields').equals(first.derive('fields'))).toBe(true);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect((await stat(join(folder, 'keys'))).mode & 0o777).toBe(0o700);
  });

  it('leaves the data folder alone when the settings hold the keys', async () => {
    openKeyRing(configOf(line('k1')));
    expect(await readdir(folder)).toEqual([]);
  });

  it.each([
    ['a key that is too short', 'k1:c2hvcnQ='],
    ['a key without an id', randomBytes(32).toString('base64')],
    ['an id with other signs', line('k 1')],
    ['two keys of one id', `${line('k1')},${line('k1')}`],
  ])('refuses %s, without repeating it', (_what, keys) => {
    const open = () => openKeyRing(configOf(keys));
    expect(open).toThrow(ConfigError);
    expect(open).not.toThrow(keys.split(':')[1] ?? keys);
  });

  it('refuses a file that holds no key, and does not make another one', async () => {
    openKeyRing(configOf());
    await writeFile(file(), '\n');
    expect(() => openKeyRing(configOf())).toThrow('holds no key');
    expect(await readFile(file(), 'utf8')).toBe('\n');
  });

  it('derives keys that differ by purpose and by key, and names one that is missing', () => {
    const ring = openKeyRing(configOf(`${line('k2')},${line('k1')}`));
    const derived = [ring.derive('a'), ring.derive('b'), ring.derive('a', 'k1')];
    expect(new Set(derived.map((key) => key.export().toString('hex'))).size).toBe(3);
    expect(derived[0]?.symmetricKeySize).toBe(32);
    expect(() => ring.derive('a', 'k3')).toThrow('no key "k3"');
  });
});

describe('addKey', () => {
  it('puts a key before the others in the data folder: it seals, they still open', async () => {
    const before = new AesFieldCipher(openKeyRing(configOf()));
    const sealed = before.seal('secret', 'place');
    const added = addKey(configOf());
    addKey(configOf());
    const ring = openKeyRing(configOf());
    expect(ring.ids).toHaveLength(3);
    expect(ring.ids.slice(1)).toEqual([added.id, 'local']);
    expect(new AesFieldCipher(ring).open(sealed, 'place')).toBe('secret');
    expect(added).toEqual({ id: added.id, file: file() });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    expect(await readdir(join(folder, 'keys'))).toEqual(['encryption.key']);
  });

  it('makes a first key where there was none', () => {
    addKey(configOf());
    expect(openKeyRing(configOf()).ids).toHaveLength(2);
  });

  it('hands the key over where the settings hold the ring', async () => {
    const old = line('k1');
    const added = addKey(configOf(old));
    expect(await readdir(folder)).toEqual([]);
    if (!('key' in added)) throw new Error('no key');
    expect(openKeyRing(configOf(`${added.key},${old}`)).ids).toEqual([added.id, 'k1']);
  });
});

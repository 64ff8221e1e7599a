import { crc32 } from 'node:zlib';
import { newTypedSecret } from '../../../kernel/secret.js';

/** Whether a key is for real things, or for trying out; only its look differs. */
export type Environment = 'live' | 'test';

const form = /^(gh_(?:live|test)_[0-9A-Z]{52})([0-9A-Z]{7})$/;

/** Ends every key, so that scanners know a leaked one and a mistyped one costs no look-up. */
const checksumOf = (text: string): string =>
  crc32(text).toString(36).toUpperCase().padStart(7, '0');

/** A new secret of 260 random bits, such as `gh_live_7K2M...` (G06). */
export function newApiKeySecret(environment: Environment): string {
  const text = `gh_${environment}_${newTypedSecret(52)}`;
  return text + checksumOf(text);
}

/** Whether a text looks like a key and its checksum is right. */
export function isApiKeySecret(text: string): boolean {
  const [, body = '', checksum] = form.exec(text) ?? [];
  return checksum !== undefined && checksum === checksumOf(body);
}

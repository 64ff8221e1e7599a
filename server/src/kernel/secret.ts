import { hash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto';

/** A new unguessable token of 256 bits, URL-safe. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** Crockford's Base32: no letters that look like digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new secret that people type: `length` characters of five random bits each. */
export const newTypedSecret = (length: number): string =>
  [...randomBytes(length)].map((byte) => alphabet[byte % alphabet.length]).join('');

/** A new code of digits, for messages: six where it is a second step (G08). */
export const newCode = (digits = 6): string =>
  String(randomInt(10 ** digits)).padStart(digits, '0');

/** A new number from 0 to `max` that nobody can guess. */
export const newNumber = (max: number): number => randomInt(max + 1);

/** SHA-256 of a token. Enough for tokens of 256 random bits; passwords need Argon2id. */
export const hashToken = (token: string): Buffer => hash('sha256', token, 'buffer');

/** Compares without telling by its time where the first difference is. */
export function equalSecrets(left: string, right: string): boolean {
  return timingSafeEqual(hashToken(left), hashToken(right));
}

import type { Options } from '@node-rs/argon2';

/** A password hash of another system, with what its check needs. */
export type ForeignHash =
  | { readonly kind: 'bcrypt'; readonly hash: string }
  | {
      readonly kind: 'scrypt';
      readonly N: number;
      readonly r: number;
      readonly p: number;
      readonly salt: Uint8Array;
      readonly key: Uint8Array;
    }
  | {
      readonly kind: 'pbkdf2';
      readonly digest: string;
      readonly iterations: number;
      readonly salt: Uint8Array;
      readonly key: Uint8Array;
    };

/** What makes an Argon2 hash cost what it does: KiB, passes, lanes. */
export type Argon2Cost = Required<Pick<Options, 'memoryCost' | 'timeCost' | 'parallelism'>>;

/** Longest text of a hash that is kept. */
const longestHash = 255;
// A check of the dearest hash that is taken costs about a second of one core.
const dearestBcrypt = 14;
const mostIterations = 2_000_000;
/** N·r of scrypt is its memory in 128-byte blocks: 128 MiB; with p it is the work. */
const mostScryptBlocks = 2 ** 20;
const mostScryptWork = 2 ** 21;
/** KiB of Argon2, and KiB times passes. */
const mostArgon2Memory = 2 ** 19;
const mostArgon2Work = 2 ** 20;

const base64 = String.raw`[A-Za-z0-9+/.]+={0,2}`;
const forms = {
  argon2: new RegExp(
    String.raw`^\$argon2(id?|d)\$v=19\$m=(\d{1,10}),t=(\d{1,10}),p=(\d{1,5})\$${base64}\$${base64}$`,
  ),
  bcrypt: /^\$2[aby]\$(\d\d)\$[./A-Za-z0-9]{53}$/,
  scrypt: new RegExp(
    String.raw`^\$scrypt\$ln=(\d{1,2}),r=(\d{1,5}),p=(\d{1,5})\$(${base64})\$(${base64})$`,
  ),
  pbkdf2: new RegExp(
    String.raw`^\$pbkdf2(?:-(sha1|sha256|sha512))?\$(?:i=)?(\d{1,10})(?:,l=\d{1,3})?\$(${base64})\$(${base64})$`,
  ),
  django: /^pbkdf2_(sha1|sha256)\$(\d{1,10})\$([\x21-\x23\x25-\x7e]+)\$([A-Za-z0-9+/]+={0,2})$/,
};

/** Bytes of base64 as hashes have it: without padding, and with `.` for `+` where Passlib made it. */
const bytesOf = (text = ''): Uint8Array =>
  Uint8Array.from(Buffer.from(text.replaceAll('.', '+'), 'base64'));

/**
 * A bcrypt, scrypt or PBKDF2 hash, in modular crypt, PHC or Django form; null for any other text
 * and for parameters that would cost too much to check: nothing is computed before they are known.
 */
export function parseForeignHash(text: string): ForeignHash | null {
  if (text.length > longestHash) return null;
  return parseBcrypt(text) ?? parseScrypt(text) ?? parsePbkdf2(text);
}

function parseBcrypt(hash: string): ForeignHash | null {
  const cost = Number(forms.bcrypt.exec(hash)?.[1]);
  return cost >= 4 && cost <= dearestBcrypt ? { kind: 'bcrypt', hash } : null;
}

function parseScrypt(text: string): ForeignHash | null {
  const found = forms.scrypt.exec(text);
  if (!found) return null;
  const [ln = 0, r = 0, p = 0] = found.slice(1, 4).map(Number);
  const N = 2 ** ln;
  const affordable = N * r <= mostScryptBlocks && N * r * p <= mostScryptWork;
  if (ln < 1 || r < 1 || p < 1 || !affordable) return null;
  return withKey({ kind: 'scrypt', N, r, p, salt: bytesOf(found[4]), key: bytesOf(found[5]) });
}

function parsePbkdf2(text: string): ForeignHash | null {
  const phc = forms.pbkdf2.exec(text);
  const found = phc ?? forms.django.exec(text);
  if (!found) return null;
  const [, digest = 'sha1', count, salt = '', key] = found;
  const iterations = Number(count);
  if (iterations < 1 || iterations > mostIterations) return null;
  const saltBytes = phc ? bytesOf(salt) : Uint8Array.from(Buffer.from(salt));
  return withKey({ kind: 'pbkdf2', digest, iterations, salt: saltBytes, key: bytesOf(key) });
}

/** A key that is too short proves nothing; one longer than a digest multiplies the work. */
const withKey = <T extends ForeignHash & { key: Uint8Array }>(hash: T): T | null =>
  hash.key.length >= 16 && hash.key.length <= 64 ? hash : null;

/** What an Argon2 hash costs, and whether it is of the kind that is made here; null for other texts. */
export function parseArgon2(text: string): (Argon2Cost & { readonly isArgon2id: boolean }) | null {
  const found = forms.argon2.exec(text);
  if (!found) return null;
  const [memoryCost = 0, timeCost = 0, parallelism = 0] = found.slice(2).map(Number);
  return { memoryCost, timeCost, parallelism, isArgon2id: found[1] === 'id' };
}

/** Whether a hash that comes from outside has a known form and an affordable cost. */
export function isImportable(text: string): boolean {
  if (text.length > longestHash) return false;
  const argon2 = parseArgon2(text);
  if (!argon2) return parseForeignHash(text) !== null;
  const { memoryCost, timeCost, parallelism } = argon2;
  return (
    memoryCost >= 8 * parallelism &&
    memoryCost <= mostArgon2Memory &&
    timeCost >= 1 &&
    memoryCost * timeCost <= mostArgon2Work &&
    parallelism >= 1 &&
    parallelism <= 16
  );
}

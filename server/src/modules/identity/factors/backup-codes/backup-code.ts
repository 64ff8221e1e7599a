import { randomBytes } from 'node:crypto';
import { hashToken } from '../../../../kernel/secret.js';

/** Crockford's Base32: no letters that look like digits. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** A new backup code: 80 random bits as four groups of four, such as `7K2M-...`. */
export function newBackupCode(): string {
  const letters = [...randomBytes(16)].map((byte) => alphabet[byte % alphabet.length]).join('');
  return letters.replace(/(.{4})(?=.)/g, '$1-');
}

/** Hash of a code as typed: case, dashes, spaces and look-alike letters don't matter. */
export const hashBackupCode = (code: string): Buffer =>
  hashToken(
    code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  );

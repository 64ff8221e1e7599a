import { hashToken, newTypedSecret } from '../../../../kernel/secret.js';

/** A new backup code: 80 random bits as four groups of four, such as `7K2M-...`. */
export const newBackupCode = (): string => newTypedSecret(16).replace(/(.{4})(?=.)/g, '$1-');

/** Hash of a code as typed: case, dashes, spaces and look-alike letters don't matter. */
export const hashBackupCode = (code: string): Buffer =>
  hashToken(
    code.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1'),
  );

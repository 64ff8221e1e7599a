import { generateSecret, generateURI, verifySync } from 'otplib';

/** A new TOTP secret of 160 bits, in Base32 (RFC 4226 section 4). */
export const newTotpSecret = (): string => generateSecret({ length: 20 });

/** `otpauth://` URL that authenticator apps read from the QR code. */
export const otpauthUrl = (
  secret: string,
  { issuer, account }: { readonly issuer: string; readonly account: string },
): string => generateURI({ issuer, label: account, secret });

/**
 * The time step that a code belongs to, or null when it is wrong: SHA-1, 6 digits, 30 s, window
 * {-1, 0, +1} (RFC 6238 section 5.2, G08).
 */
export function matchTotpStep(secret: string, code: string, now: Date): number | null {
  if (!/^\d{6}$/.test(code)) return null;
  const epoch = Math.floor(now.getTime() / 1000);
  const result = verifySync({ secret, token: code, epoch, epochTolerance: 30 });
  return result.valid && 'timeStep' in result ? result.timeStep : null;
}

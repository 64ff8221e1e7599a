import { createDecipheriv, hkdfSync } from 'node:crypto';

/**
 * Opens what the server sealed, by another hand than its own: version, length of the key's id, id,
 * 12 bytes of IV, 16 of tag, then AES-256-GCM (SP 800-38D) under a key that HKDF derived (RFC 5869).
 * @param master the 32 bytes of `GATEHOUSE_ENCRYPTION_KEYS`.
 */
export function openField(sealed: Buffer, master: Buffer, place: string): string {
  const iv = 2 + (sealed[1] ?? 0);
  const key = Buffer.from(hkdfSync('sha256', master, '', 'gatehouse/fields', 32));
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(iv, iv + 12));
  decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(iv + 12, iv + 28));
  return Buffer.concat([decipher.update(sealed.subarray(iv + 28)), decipher.final()]).toString();
}

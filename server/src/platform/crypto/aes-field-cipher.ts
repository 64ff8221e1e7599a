import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { FieldCipher } from './field-cipher.js';
import type { KeyRing } from './key-ring.js';

const version = 1;
const ivLength = 12;
const tagLength = 16;

/**
 * AES-256-GCM (SP 800-38D). A sealed field is: version, length of the key id, key id, IV, tag,
 * ciphertext. The place is authenticated, so a value copied to another row does not open there.
 */
export class AesFieldCipher extends FieldCipher {
  constructor(private readonly keys: KeyRing) {
    super();
  }

  get prefix(): Buffer {
    const id = Buffer.from(this.keys.currentId);
    return Buffer.concat([Buffer.from([version, id.length]), id]);
  }

  seal(plaintext: string, place: string): Buffer {
    const iv = randomBytes(ivLength);
    const cipher = createCipheriv('aes-256-gcm', this.keys.derive('fields'), iv);
    cipher.setAAD(Buffer.from(place));
    const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
    return Buffer.concat([this.prefix, iv, cipher.getAuthTag(), ciphertext]);
  }

  open(sealed: Buffer, place: string): string {
    const idLength = sealed[1] ?? 0;
    if (sealed[0] !== version || sealed.length < 2 + idLength + ivLength + tagLength)
      throw new Error('not a sealed field');
    const id = sealed.subarray(2, 2 + idLength).toString();
    const iv = sealed.subarray(2 + idLength, 2 + idLength + ivLength);
    const tagStart = 2 + idLength + ivLength;
    const decipher = createDecipheriv('aes-256-gcm', this.keys.derive('fields', id), iv, {
      authTagLength: tagLength,
    });
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(tagStart, tagStart + tagLength));
    return (
      decipher.update(sealed.subarray(tagStart + tagLength), undefined, 'utf8') +
      decipher.final('utf8')
    );
  }
}

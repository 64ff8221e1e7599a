import { describe, expect, it } from 'vitest';
import { AesFieldCipher } from './aes-field-cipher.js';
import { KeyRing } from './key-ring.js';

const old = { id: 'old', bytes: Buffer.alloc(32, 1) };
const fresh = { id: 'fresh', bytes: Buffer.alloc(32, 2) };
const place = 'totp_authenticators.secret:1';

describe('AesFieldCipher', () => {
  const cipher = new AesFieldCipher(new KeyRing([old]));

  it('opens what it sealed, and seals the same text differently each time', () => {
    const sealed = cipher.seal('geheim ✓', place);
    expect(cipher.open(sealed, place)).toBe('geheim ✓');
    expect(cipher.seal('geheim ✓', place).equals(sealed)).toBe(false);
    expect(sealed.toString()).not.toContain('geheim');
  });

  it('refuses a field that was moved to another row or column', () => {
    const sealed = cipher.seal('secret', place);
    expect(() => cipher.open(sealed, 'totp_authenticators.secret:2')).toThrow();
    expect(() => cipher.open(sealed, 'signing_keys.private_jwk:1')).toThrow();
  });

  it('refuses a field of which any byte was changed', () => {
    const sealed = cipher.seal('secret', place);
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => cipher.open(changed, place)).toThrow();
    }
    expect(() => cipher.open(sealed.subarray(0, -1), place)).toThrow();
    expect(() => cipher.open(Buffer.alloc(0), place)).toThrow('not a sealed field');
  });

  it('opens with an older key of the ring, and seals with the newest', () => {
    const sealed = cipher.seal('secret', place);
    const rotated = new AesFieldCipher(new KeyRing([fresh, old]));
    expect(rotated.open(sealed, place)).toBe('secret');
    const anew = rotated.seal('secret', place);
    expect(anew.subarray(0, rotated.prefix.length).equals(rotated.prefix)).toBe(true);
    expect(sealed.subarray(0, rotated.prefix.length).equals(rotated.prefix)).toBe(false);
    expect(new AesFieldCipher(new KeyRing([fresh])).open(anew, place)).toBe('secret');
  });

  it('says which key is missing', () => {
    const sealed = cipher.seal('secret', place);
    const without = new AesFieldCipher(new KeyRing([fresh]));
    expect(() => without.open(sealed, place)).toThrow('has no key "old"');
  });

  it('derives different keys for different purposes', () => {
    const ring = new KeyRing([old]);
    expect(ring.derive('fields').equals(ring.derive('refresh-tokens'))).toBe(false);
    expect(ring.derive('fields').export().equals(old.bytes)).toBe(false);
  });
});

import { describe, expect, it } from 'vitest';
import { assertAllowedWay } from './sign-in-methods.js';

const refusal = /^It allows: /;

describe('ways to sign in', () => {
  it('are all allowed where nothing is set', () => {
    for (const methods of [['pwd'], ['mail'], ['otp'], []])
      expect(() => assertAllowedWay(null, methods)).not.toThrow();
  });

  it.each([
    [['password'], ['pwd', 'otp'], true],
    [['password'], ['hwk', 'user'], false],
    [['passkey'], ['hwk', 'user'], true],
    // A passkey after a password is a second step, and the password the way in.
    [['passkey'], ['pwd', 'hwk'], false],
    [['magic_link'], ['mail'], true],
    [['social:acme'], ['fed:acme', 'otp'], true],
    [['social:acme'], ['fed:other'], false],
    [['social:acme'], ['otp'], false],
  ] as const)('%s by %s: %s', (allowed, methods, may) => {
    const act = () => assertAllowedWay(allowed, methods);
    if (may) expect(act).not.toThrow();
    else expect(act).toThrow(refusal);
  });

  it('are named to whoever came by another', () => {
    expect(() => assertAllowedWay(['passkey', 'social:acme'], ['pwd'])).toThrow(
      'It allows: a passkey alone, acme.',
    );
  });
});

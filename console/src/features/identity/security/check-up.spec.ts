import { describe, expect, it } from 'vitest';
import { checkUp, nextStep } from './check-up';

const stepFor = (emailVerified: boolean, twoFactorEnabled: boolean, backupCodesLeft: number) =>
  nextStep(checkUp({ profile: { emailVerified, twoFactorEnabled }, backupCodesLeft }))?.key;

describe('the security check-up', () => {
  it('names one next step, the most important first', () => {
    expect(stepFor(false, false, 0)).toBe('email');
    expect(stepFor(true, false, 0)).toBe('second_factor');
    expect(stepFor(true, true, 3)).toBe('backup_codes');
  });

  it('is content with a confirmed address, a second factor and enough backup codes', () => {
    expect(stepFor(true, true, 10)).toBeUndefined();
  });
});

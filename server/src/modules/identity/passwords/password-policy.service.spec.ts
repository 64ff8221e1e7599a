import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../platform/config/config.js';
import { PasswordPolicyService } from './password-policy.service.js';

const policy = new PasswordPolicyService(loadConfig({ NODE_ENV: 'test' }));
const alone = { secondFactor: false, ownWords: [] };
const withFactor = { secondFactor: true, ownWords: [] };

describe('PasswordPolicyService (G19)', () => {
  it.each([
    ['14 characters, where it is the only factor', 'qzvwkmxyrtplhd', alone],
    ['7 characters, where a second factor is on', 'qzvwkmx', withFactor],
    ['129 characters', 'abcdefghij'.repeat(13), alone],
    ['a common password', 'Password123', withFactor],
    ['one that repeats a few characters', 'abcabcabcabcabcabc', alone],
    ['the own address', 'ada.byron@example.com', { ...alone, ownWords: ['ada.byron@example.com'] }],
    ['the own name and a number', 'Lovelace99', { ...withFactor, ownWords: ['Lovelace'] }],
  ])('refuses %s', async (_what, password, owner) => {
    await expect(policy.accept(password, owner)).rejects.toMatchObject({ code: 'weak_password' });
  });

  it.each([
    ['15 characters without digits or signs', 'qzvwkmxyrtplhdb', alone],
    ['8 characters, where a second factor is on', 'qzvwkmxy', withFactor],
    ['128 characters', 'abcdefgh'.repeat(16), alone],
    ['spaces and letters of any script', 'съешь ещё этих булок', alone],
    [
      'a long phrase that has a name in it',
      'Lovelace wrote notes on engines',
      { ...alone, ownWords: ['Lovelace'] },
    ],
  ])('takes %s', async (_what, password, owner) => {
    await expect(policy.accept(password, owner)).resolves.toBe(password.normalize('NFC'));
  });

  it('counts characters as people do, and hashes one form of them', async () => {
    const eightSmiles = '😀😁😂🤣😃😄😅😆';
    await expect(policy.accept(eightSmiles, withFactor)).resolves.toBe(eightSmiles);
    const composed = await policy.accept('caf\u00e9 au lait chaud', alone);
    expect(await policy.accept('cafe\u0301 au lait chaud', alone)).toBe(composed);
  });

  it('says where and what to do', async () => {
    await expect(policy.accept('short', alone, '/body/newPassword')).rejects.toMatchObject({
      options: {
        fields: [{ pointer: '/body/newPassword', message: 'must have at least 15 characters' }],
      },
    });
  });
});

import { afterAll, describe, expect, it } from 'vitest';
import { QuietLogger } from '../../../../test/harness/events.js';
import { loadConfig } from '../../../platform/config/config.js';
import { BreachedPasswords } from './breaches/breached-passwords.service.js';
import { PasswordPolicyService } from './password-policy.service.js';
import { PasswordStrengthService } from './password-strength.service.js';

const strength = new PasswordStrengthService();
afterAll(() => strength.onApplicationShutdown());
const policyOf = (settings: Readonly<Record<string, string>>) => {
  const config = loadConfig({ NODE_ENV: 'test', ...settings });
  return new PasswordPolicyService(
    config,
    strength,
    new BreachedPasswords(config, new QuietLogger()),
  );
};
const policy = policyOf({});
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
    ['a common password with a year', 'Welcome2024', withFactor],
    ['the rows of a keyboard', 'qwertyuiopasdfghjkl', alone],
    ['the own name and a number', 'Lovelace99', { ...withFactor, ownWords: ['Lovelace'] }],
  ])('refuses %s', async (_what, password, owner) => {
    await expect(policy.accept(password, owner)).rejects.toMatchObject({ code: 'weak_password' });
  });

  it.each([
    ['15 characters without digits or signs', 'qzvwkmxyrtplhdb', alone],
    ['8 characters, where a second factor is on', 'qzvwkmxy', withFactor],
    ['128 characters', 'correct horse battery staple, qz '.repeat(4).slice(0, 128), alone],
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

  it('says why a password is easy to guess', async () => {
    await expect(policy.accept('qwertyuiopasdfghjkl', alone)).rejects.toMatchObject({
      options: { detail: expect.stringMatching(/^is easy to guess: it .+ unrelated words/) },
    });
  });

  it('asks for as much strength as the settings say', async () => {
    const strict = policyOf({ GATEHOUSE_PASSWORD_MIN_SCORE: '3' });
    await expect(strict.accept('qzvwkmxy', withFactor)).rejects.toThrow('is easy to guess');
    const lax = policyOf({ GATEHOUSE_PASSWORD_MIN_SCORE: '0' });
    await expect(lax.accept('qwertyuiopasdfghjkl', alone)).resolves.toBe('qwertyuiopasdfghjkl');
  });

  it('asks for as much strength as an organization says, and never for less than the settings', async () => {
    const strict = { ...withFactor, minScore: 3 };
    await expect(policy.accept('qzvwkmxy', strict)).rejects.toThrow('is easy to guess');
    const lax = { ...alone, minScore: 0 };
    await expect(policy.accept('qwertyuiopasdfghjkl', lax)).rejects.toThrow('is easy to guess');
  });

  it.each(['northwind2026', 'Northwind-Northwind', 'NORTHWIND'])(
    'refuses words of an organization: %s',
    async (password) => {
      const owner = { ...withFactor, bannedWords: ['Northwind'] };
      await expect(policy.accept(password, owner)).rejects.toMatchObject({ code: 'weak_password' });
      const phrase = 'northwind carries seven blue kites';
      await expect(policy.accept(phrase, owner)).resolves.toBe(phrase);
    },
  );

  it('says where and what to do', async () => {
    await expect(policy.accept('short', alone, '/body/newPassword')).rejects.toMatchObject({
      options: {
        fields: [{ pointer: '/body/newPassword', message: 'must have at least 15 characters' }],
      },
    });
  });
});

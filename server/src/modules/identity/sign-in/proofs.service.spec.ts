import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { password, startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { ProofsService } from './proofs.service.js';
import { PasswordSignInService } from './password/password-sign-in.service.js';

describe('attack 9: a stranger holds up somebody who is signed in', () => {
  let identity: TestIdentity;
  let proofs: ProofsService;
  beforeEach(async () => {
    identity = await startIdentity();
    proofs = identity.get(ProofsService);
  });
  afterEach(() => identity.stop());

  const email = 'victim@example.com';
  const fromElsewhere = (secret: string) =>
    identity.get(PasswordSignInService).signIn({
      email,
      password: secret,
      clientAddress: '192.0.2.66',
      userAgent: 'test',
      device: null,
    });
  const failures = (attempt: () => Promise<unknown>) =>
    Promise.allSettled(Array.from({ length: 10 }, attempt));

  it('failed sign-ins delay no proof, and failed proofs no sign-in', async () => {
    const victim = await identity.addPerson({ email });
    await failures(() => fromElsewhere('wrong'));
    await expect(fromElsewhere(password)).rejects.toMatchObject({ code: 'sign_in_delayed' });
    await expect(proofs.requirePassword(victim, password)).resolves.toContain(password);
    // What strangers did still counts with them.
    await expect(fromElsewhere(password)).rejects.toMatchObject({ code: 'sign_in_delayed' });
  });

  it('failed proofs of all sessions of a person delay the next', async () => {
    const victim = await identity.addPerson({ email });
    await failures(() => proofs.requirePassword(victim, 'wrong'));
    const other = { ...victim, sessionId: victim.userId };
    await expect(proofs.requirePassword(other, password)).rejects.toMatchObject({
      code: 'sign_in_delayed',
    });
    await expect(fromElsewhere(password)).resolves.toHaveProperty('accessToken');
  });
});

describe('attack 5: whoever has a session guesses its password many times at once', () => {
  let identity: TestIdentity;
  beforeEach(async () => {
    identity = await startIdentity();
  });
  afterEach(() => identity.stop());

  it('no more are checked than the cap, and the right one among them is no better', async () => {
    const caller = await identity.addPerson();
    const proofs = identity.get(ProofsService);
    const verify = vi.spyOn(identity.get(PasswordHasher), 'verify');
    const guesses = [...Array.from({ length: 99 }, (_, index) => `wrong ${index}`), password];
    const outcomes = await Promise.allSettled(
      guesses.map((guess) => proofs.requirePassword(caller, guess)),
    );
    expect(verify.mock.calls).toHaveLength(5);
    expect(outcomes.at(-1)).toMatchObject({ reason: { code: 'sign_in_delayed' } });
  });

  it('the right one forgets the failures before it', async () => {
    const caller = await identity.addPerson();
    const proofs = identity.get(ProofsService);
    for (let round = 0; round < 3; round += 1) {
      for (let failure = 0; failure < 4; failure += 1)
        await expect(proofs.requirePassword(caller, 'wrong')).rejects.toMatchObject({
          code: 'invalid_credentials',
        });
      await expect(proofs.requirePassword(caller, password)).resolves.toContain(password);
    }
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { password, startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { ProofsService } from './proofs.service.js';
import { SignInService } from './sign-in.service.js';

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
    identity.get(SignInService).signIn({
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
    await expect(proofs.requirePassword(victim, password)).resolves.toBeUndefined();
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

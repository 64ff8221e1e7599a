import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type OrganizationPolicies,
  organizationPolicies,
} from '@gatehouse/contracts/identity/policies';
import { password, startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { days, hours, minutes } from '../../../kernel/clock.js';
import { Authenticator, type SessionCaller } from '../../../platform/http/caller.js';
import { RefreshTokensService } from '../sessions/refresh/refresh-tokens.service.js';
import { PasswordSignInService } from '../sign-in/password/password-sign-in.service.js';
import { PoliciesService } from './policies.service.js';

describe('the policies of an organization', () => {
  let identity: TestIdentity;
  let organizationId: string;
  let boss: SessionCaller;
  beforeEach(async () => {
    identity = await startIdentity();
    organizationId = await identity.addOrganization();
    boss = await identity.addPerson({ email: 'boss@example.com', organizationId, role: 'BOSS' });
    await identity.addPerson({ email: 'ada@example.com', organizationId, role: 'EMPLOYEE' });
  });
  afterEach(() => identity.stop());

  const set = (policies: Partial<OrganizationPolicies>) =>
    identity.get(PoliciesService).replace(boss, { ...organizationPolicies.parse({}), ...policies });
  const signIn = async (email = 'ada@example.com') => {
    const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };
    const answer = await identity.get(PasswordSignInService).signIn({ email, password, ...client });
    if ('requires2FA' in answer) throw new Error('no second factor is on');
    return answer;
  };
  const authenticate = (token: string) => identity.get(Authenticator).authenticate(token);
  const refresh = (token: string) => identity.get(RefreshTokensService).refresh(token);
  const lifetimeOf = async (token: string) => {
    const caller = await authenticate(token);
    return (caller?.expiresAt.getTime() ?? 0) - identity.clock.time();
  };

  it('let sessions last as installed, where nothing is set', async () => {
    const { accessToken } = await signIn();
    expect(await lifetimeOf(accessToken)).toBeGreaterThan(days(6));
  });

  it('strict: sessions last 12 hours in all, those that have begun too', async () => {
    const before = await signIn();
    await set({ sessions: 'strict' });
    const after = await signIn();
    for (const { accessToken } of [before, after]) {
      const lifetime = await lifetimeOf(accessToken);
      expect(lifetime).toBeGreaterThan(hours(11.9));
      expect(lifetime).toBeLessThanOrEqual(hours(12));
    }
    await set({ sessions: 'standard' });
    expect(await lifetimeOf((await signIn()).accessToken)).toBeGreaterThan(days(6));
  });

  it.each([
    ['an employee', 'ada@example.com', 30],
    ['staff', 'boss@example.com', 15],
  ])('strict: a session of %s ends after being idle', async (_who, email, limit) => {
    await set({ sessions: 'strict' });
    const { refreshToken } = await signIn(email);
    identity.clock.ahead += minutes(limit - 1);
    const { refreshToken: second } = await refresh(refreshToken);
    // A refresh is no use of the session: what counts is when it was last used.
    identity.clock.ahead += minutes(2);
    await expect(refresh(second)).rejects.toThrow('invalid_refresh_token');
    identity.clock.ahead = 0;
    await expect(refresh(second)).rejects.toThrow('invalid_refresh_token');
    const ended = (await identity.events()).filter(({ type }) => type === 'session.ended');
    expect(ended.map(({ data }) => data.reason)).toEqual(['idle_too_long']);
  });

  it('ask roles for a second factor from the next request on', async () => {
    const { accessToken } = await signIn();
    expect(await authenticate(accessToken)).toMatchObject({ enrolmentRequired: false });
    await set({ secondFactorRoles: ['BOSS', 'MANAGER', 'EMPLOYEE'] });
    expect(await authenticate(accessToken)).toMatchObject({ enrolmentRequired: true });
    expect(await signIn()).toMatchObject({ enrolmentRequired: true });
    await set({});
    expect(await authenticate(accessToken)).toMatchObject({ enrolmentRequired: false });
  });

  it('never ask for less than the product does', () => {
    const { secondFactorRoles } = organizationPolicies.parse({ secondFactorRoles: [] });
    expect(secondFactorRoles).toEqual(['BOSS', 'MANAGER']);
  });

  it('set the least length of new passwords, of the strictest organization', async () => {
    const ada = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const change = (to: string) => identity.changePassword(ada, to);
    const twenty = 'twenty signs of mine';
    await set({ passwordMinLength: 21 });
    await expect(change(twenty)).rejects.toThrow('must have at least 21 characters');
    await set({ passwordMinLength: 20 });
    await change(twenty);
    // The installation's minimum is not undercut.
    await set({ passwordMinLength: 8 });
    await expect(change('ten signs!')).rejects.toThrow('must have at least 15 characters');
  });

  it('set the strength of new passwords and the words they are not made of', async () => {
    const ada = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const elsewhere = await identity.addOrganization('Elsewhere');
    const stranger = await identity.addPerson({ organizationId: elsewhere, role: 'EMPLOYEE' });
    const change = (to: string, whose = ada) => identity.changePassword(whose, to);
    const weak = 'sunshine football';
    await set({ passwordWords: ['Northwind Traders'] });
    const made = 'northwind traders1';
    await expect(change(made)).rejects.toThrow('your organization has ruled out');
    await change(made, stranger);
    await set({});
    await change(weak);
    await set({ passwordMinScore: 4 });
    await expect(change(weak)).rejects.toThrow('is easy to guess');
    await change('seven blue kites over a quiet harbour');
  });
});

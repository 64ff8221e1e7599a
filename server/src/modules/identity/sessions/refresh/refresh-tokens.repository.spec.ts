import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  password,
  startIdentity,
  type TestIdentity,
} from '../../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { MembershipsRepository } from '../../memberships/memberships.repository.js';
import { PasswordSignInService } from '../../sign-in/password/password-sign-in.service.js';
import { LiveSessionsRepository } from '../live/live-sessions.repository.js';
import { SessionsService } from '../sessions.service.js';
import { RefreshTokensService } from './refresh-tokens.service.js';
import { TokenRotationService } from './token-rotation.service.js';

describe('RefreshTokensService', () => {
  const client = { clientAddress: '192.0.2.1', userAgent: '', device: null };
  let identity: TestIdentity;
  let organizationId: string;
  let ada: SessionCaller;
  let token: string;
  let looks: { readonly mock: { readonly calls: readonly unknown[] } };
  beforeEach(async () => {
    identity = await startIdentity();
    organizationId = await identity.addOrganization();
    const email = 'ada@example.com';
    ada = await identity.addPerson({ email, organizationId, role: 'MANAGER' });
    const answer = await identity.get(PasswordSignInService).signIn({ email, password, ...client });
    if ('requires2FA' in answer) throw new Error('no second factor is on');
    token = answer.refreshToken;
    looks = vi.spyOn(identity.get(LiveSessionsRepository), 'listChanged');
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await identity.stop();
  });

  const refresh = async () => {
    const { holder, refreshToken } = await identity.get(RefreshTokensService).refresh(token);
    token = refreshToken;
    return holder;
  };
  const demote = () =>
    identity.database.transaction(async (tx) => {
      const to = { role: 'EMPLOYEE', customRoleId: null } as const;
      await identity.get(MembershipsRepository).setRole(tx, organizationId, ada.userId, to);
      await identity.get(SessionsService).invalidate(tx, ada.userId);
    });

  it('asks what may be done in a session once for each version of it', async () => {
    for (let times = 0; times < 3; times += 1)
      expect(await refresh()).toMatchObject({ userId: ada.userId, role: 'MANAGER' });
    expect(looks.mock.calls).toHaveLength(1);
    await demote();
    for (let times = 0; times < 3; times += 1)
      expect(await refresh()).toMatchObject({ userId: ada.userId, role: 'EMPLOYEE' });
    expect(looks.mock.calls).toHaveLength(2);
  });

  it('attack 20: says nothing of a role that was taken before the old token was exchanged', async () => {
    await refresh();
    const rotation = identity.get(TokenRotationService);
    const original = rotation.rotate.bind(rotation);
    vi.spyOn(rotation, 'rotate').mockImplementationOnce(async (asked) => {
      await demote();
      return original(asked);
    });
    expect(await refresh()).toMatchObject({ role: 'EMPLOYEE' });
  });
});

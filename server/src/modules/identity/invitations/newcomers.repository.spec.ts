import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity, tokenIn } from '../../../../test/harness/identity.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { MembershipsRepository } from '../memberships/memberships.repository.js';
import { RoleRemovalService } from '../roles/role-removal.service.js';
import { RolesService } from '../roles/roles.service.js';
import { InvitationsService } from './invitations.service.js';
import { NewcomersService } from './newcomers.service.js';

let identity: TestIdentity;
let organizationId: string;
let boss: SessionCaller;
beforeEach(async () => {
  identity = await startIdentity();
  organizationId = await identity.addOrganization();
  boss = await identity.addPerson({ organizationId, role: 'BOSS' });
});
afterEach(() => identity.stop());

it('attack 25: a newcomer gets the role that the invitation has when they join, not the one it had before', async () => {
  const { id } = await identity.get(RolesService).create(boss, {
    name: 'Auditor',
    description: '',
    rank: 'MANAGER',
    permissions: ['audit:read'],
  });
  const email = 'new@example.com';
  await identity.get(InvitationsService).create(boss, { email, role: id });
  const token = tokenIn((await identity.mails()).find(({ to }) => to === email));
  // The role goes while the password is hashed.
  vi.spyOn(identity.get(PasswordHasher), 'hash').mockImplementationOnce(async () => {
    await identity.get(RoleRemovalService).remove(boss, id, 'EMPLOYEE');
    return 'plain:x';
  });
  const { userId } = await identity.get(NewcomersService).register({
    token,
    firstName: 'New',
    lastName: 'Comer',
    password: 'a long enough passphrase 7',
  });
  const { connection } = identity.database;
  const role = await identity
    .get(MembershipsRepository)
    .findRole(connection, organizationId, userId);
  expect(role).toBe('EMPLOYEE');
  const told = (await identity.events()).find(({ type }) => type === 'invitation.accepted');
  expect(told?.data).toMatchObject({ role: 'EMPLOYEE' });
});

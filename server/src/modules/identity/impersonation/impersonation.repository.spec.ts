import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { GroupMembersService } from '../groups/group-members.service.js';
import { GroupsService } from '../groups/groups.service.js';
import { RoleRemovalService } from '../roles/role-removal.service.js';
import { RolesService } from '../roles/roles.service.js';
import { StandingService } from '../users/standing.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ActingService } from './acting.service.js';
import { ImpersonationService } from './impersonation.service.js';

let identity: TestIdentity;
let boss: SessionCaller;
/** Somebody else who may act for others. */
let helper: SessionCaller;
let person: SessionCaller;
let roleId: string;
beforeEach(async () => {
  identity = await startIdentity();
  const organizationId = await identity.addOrganization();
  boss = await identity.addPerson({ organizationId, role: 'BOSS' });
  helper = await identity.openSession(await identity.addPerson({ organizationId, role: 'BOSS' }));
  person = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
  const rank = 'EMPLOYEE' as const;
  const role = { name: 'Clerk', description: '', rank, permissions: ['user:read' as const] };
  roleId = (await identity.get(RolesService).create(boss, role)).id;
  await identity.get(StandingService).assignRole(boss, person.userId, roleId);
});
afterEach(async () => {
  vi.restoreAllMocks();
  await identity.stop();
});

const begin = () =>
  identity
    .get(ImpersonationService)
    .begin(
      helper,
      person.userId,
      { reason: 'A look at what they see', minutes: 15 },
      { clientAddress: '192.0.2.1', userAgent: '', device: null },
    );
const states = async () => {
  const { rows } = await identity.database.connection.execute(sql`
    SELECT ended_at IS NOT NULL AS ended, end_reason AS reason FROM identity.sessions
     WHERE impersonator_id IS NOT NULL`);
  return rows;
};
const ended = [{ ended: true, reason: 'impersonation_ended' }];

describe('attack 25: whoever acts for somebody gains nothing that the person is given meanwhile', () => {
  beforeEach(async () => {
    await begin();
    expect(await states()).toEqual([{ ended: false, reason: null }]);
  });

  it('by another role', async () => {
    await identity.get(StandingService).assignRole(boss, person.userId, 'MANAGER');
    expect(await states()).toEqual(ended);
  });

  it('by one that takes the place of a deleted role', async () => {
    await identity.get(RoleRemovalService).remove(boss, roleId, 'MANAGER');
    expect(await states()).toEqual(ended);
  });

  it('by a role that may do more', async () => {
    await identity.get(RolesService).update(boss, roleId, { permissions: ['webhook:manage'] });
    expect(await states()).toEqual(ended);
  });

  it('by a group', async () => {
    const wish = { name: 'G', description: '', permissions: ['webhook:manage' as const] };
    const { id } = await identity.get(GroupsService).create(boss, wish);
    await identity.get(GroupMembersService).add(boss, id, person.userId);
    expect(await states()).toEqual(ended);
  });
});

describe('attack 16: acting for somebody that begins while all their sessions are ended', () => {
  it('ends with them', async () => {
    const acting = identity.get(ActingService);
    const original = acting.begin.bind(acting);
    let ending: Promise<void> | undefined;
    vi.spyOn(acting, 'begin').mockImplementationOnce(async (...args) => {
      const begun = await original(...args);
      ending = identity.get(SessionsService).revokeAll(person);
      await identity.somebodyWaits();
      return begun;
    });
    await begin();
    await ending;
    expect(await states()).toEqual([{ ended: true, reason: 'signed_out_everywhere' }]);
  });

  it('begins in an account whose owner must choose a new password, who may need help', async () => {
    await identity.database.connection.execute(
      sql`UPDATE identity.users SET reset_required_at = now() WHERE id = ${person.userId}`,
    );
    await begin();
    expect(await states()).toMatchObject([{ ended: false }]);
  });
});

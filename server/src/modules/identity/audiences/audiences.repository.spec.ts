import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import { groupMembers, groups } from '../groups/groups.table.js';
import { memberships } from '../organizations/organizations.table.js';
import { customRoles } from '../roles/roles.table.js';
import { users } from '../users/users.table.js';
import { eq } from 'drizzle-orm';
import { type Audience, Audiences } from './audiences.port.js';

let identity: TestIdentity;
let audiences: Audiences;
let organizationId: string;
beforeAll(async () => {
  identity = await startIdentity();
  audiences = identity.get(Audiences);
  organizationId = await identity.addOrganization();
});
afterAll(() => identity.stop());

const nobody: Audience = { everybody: false, roles: [], groupIds: [], userIds: [] };
const add = async (role: 'BOSS' | 'MANAGER' | 'EMPLOYEE') =>
  (await identity.addPerson({ organizationId, role })).userId;
const idsOf = (audience: Partial<Audience>, limit = 100, afterId?: string) =>
  audiences.list(organizationId, { ...nobody, ...audience }, limit, afterId);
const addGroup = async (organization: string, members: string[]) => {
  const { connection } = identity.database;
  const now = new Date();
  const id = newId();
  const names = { name: id, nameKey: id, description: '', permissions: [] };
  await connection
    .insert(groups)
    .values({ id, organizationId: organization, ...names, createdAt: now, updatedAt: now });
  for (const userId of members)
    await connection
      .insert(groupMembers)
      .values({ groupId: id, organizationId: organization, userId, createdAt: now });
  return id;
};

it('are people by role, by group, by name, and each of them once', async () => {
  const { connection } = identity.database;
  const boss = await add('BOSS');
  const manager = await add('MANAGER');
  const [driver, packer, robot, away] = [
    await add('EMPLOYEE'),
    await add('EMPLOYEE'),
    await add('EMPLOYEE'),
    await add('EMPLOYEE'),
  ];
  const role = { id: newId(), organizationId, name: 'Packer', nameKey: 'packer', description: '' };
  const dates = { createdAt: new Date(), updatedAt: new Date() };
  await connection
    .insert(customRoles)
    .values({ ...role, rank: 'EMPLOYEE', permissions: [], ...dates });
  await connection
    .update(memberships)
    .set({ customRoleId: role.id })
    .where(eq(memberships.userId, packer));
  await connection
    .update(users)
    .set({ isServiceAccount: true, passwordHash: null, emailVerifiedAt: null })
    .where(eq(users.id, robot));
  await connection.update(users).set({ isActive: false }).where(eq(users.id, away));
  const group = await addGroup(organizationId, [driver, boss, away]);

  expect(await idsOf({})).toEqual([]);
  expect(await idsOf({ roles: ['EMPLOYEE'] })).toEqual([driver]);
  expect(await idsOf({ roles: [role.id] })).toEqual([packer]);
  expect(await idsOf({ groupIds: [group] })).toEqual([boss, driver].toSorted());
  const several = { groupIds: [group], roles: ['BOSS' as const], userIds: [boss, away] };
  expect(await idsOf(several)).toEqual([boss, driver, away].toSorted());
  const all = [boss, manager, driver, packer].toSorted();
  expect(await idsOf({ everybody: true })).toEqual(all);
  expect(await audiences.count(organizationId, { ...nobody, everybody: true })).toBe(4);
  expect(await idsOf({ everybody: true }, 3)).toEqual(all.slice(0, 3));
  expect(await idsOf({ everybody: true }, 3, all[2])).toEqual(all.slice(3));
});

it('are nobody of another organization', async () => {
  const foreign = await identity.addOrganization();
  const { userId } = await identity.addPerson({ organizationId: foreign, role: 'EMPLOYEE' });
  const group = await addGroup(foreign, [userId]);
  for (const audience of [{ userIds: [userId] }, { groupIds: [group] }, { roles: [newId()] }]) {
    expect(await audiences.knows(organizationId, { ...nobody, ...audience })).toBe(false);
    expect(await idsOf(audience)).toEqual([]);
  }
  expect(await audiences.knows(foreign, { ...nobody, groupIds: [group], userIds: [userId] })).toBe(
    true,
  );
  expect(await idsOf({ everybody: true })).not.toContain(userId);
});

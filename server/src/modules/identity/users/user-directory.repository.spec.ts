import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import { memberships, organizations } from '../organizations/organizations.table.js';
import { type CustomRoleRow, customRoles } from '../roles/roles.table.js';
import { StandingService } from './standing.service.js';
import { UserDirectory } from './user-directory.port.js';
import { users } from './users.table.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

it('names people of any organization, also those who left, and leaves out whom nobody knows', async () => {
  const directory = identity.get(UserDirectory);
  const organizationId = await identity.addOrganization();
  const boss = await identity.addPerson({ organizationId, role: 'BOSS' });
  const left = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
  await identity.get(StandingService).remove(boss, left.userId);
  const names = await directory.namesOf([boss.userId, left.userId, newId()]);
  expect(names).toEqual(
    new Map([
      [boss.userId, 'Ada Byron'],
      [left.userId, 'Ada Byron'],
    ]),
  );
  expect(await directory.namesOf([])).toEqual(new Map());
});

it('knows who of an organization may do something and can be written to', async () => {
  const directory = identity.get(UserDirectory);
  const organizationId = await identity.addOrganization();
  const boss = await identity.addPerson({ organizationId, role: 'BOSS', email: 'b@example.com' });
  const gone = await identity.addPerson({ organizationId, role: 'MANAGER' });
  await identity.get(StandingService).remove(boss, gone.userId);
  await identity.addPerson({ organizationId, role: 'MANAGER', email: 'm@example.com' });
  await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
  await identity.addPerson({ organizationId: await identity.addOrganization(), role: 'BOSS' });
  const emailsOf = async (permission: 'webhook:manage' | 'user:read') =>
    (await directory.contactsOf(organizationId, permission)).map(({ email }) => email);
  expect(await emailsOf('webhook:manage')).toEqual(['b@example.com']);
  expect(await emailsOf('user:read')).toEqual(['b@example.com', 'm@example.com']);
});

it('goes by a custom role where somebody has one', async () => {
  const directory = identity.get(UserDirectory);
  const organizationId = await identity.addOrganization();
  const { userId } = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
  const now = new Date();
  const role: CustomRoleRow = {
    id: newId(),
    organizationId,
    name: 'Hooks',
    nameKey: 'hooks',
    description: '',
    rank: 'EMPLOYEE',
    permissions: ['webhook:manage'],
    createdAt: now,
    updatedAt: now,
  };
  const { connection } = identity.database;
  await connection.insert(customRoles).values(role);
  expect(await directory.contactsOf(organizationId, 'webhook:manage')).toEqual([]);
  await connection
    .update(memberships)
    .set({ customRoleId: role.id })
    .where(eq(memberships.userId, userId));
  expect(await directory.contactsOf(organizationId, 'webhook:manage')).toHaveLength(1);
});

it('says in which language to write: their own, else the one of the organization', async () => {
  const directory = identity.get(UserDirectory);
  const { connection } = identity.database;
  const organizationId = await identity.addOrganization();
  await connection
    .update(organizations)
    .set({ locale: 'fr' })
    .where(eq(organizations.id, organizationId));
  const { userId } = await identity.addPerson({ organizationId, role: 'BOSS' });
  const localeThere = async () =>
    (await directory.contactsOf(organizationId, 'webhook:manage')).map(({ locale }) => locale);
  expect(await localeThere()).toEqual(['fr']);
  await connection.update(users).set({ locale: 'de-AT' }).where(eq(users.id, userId));
  expect(await localeThere()).toEqual(['de-AT']);
  expect(await directory.contactOf([userId])).toMatchObject([{ locale: 'de-AT' }]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import { GroupMembersRepository } from './group-members.repository.js';
import { GroupsRepository } from './groups.repository.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

it('puts people into the groups of a name that the organization has, each once', async () => {
  const organizationId = await identity.addOrganization();
  const other = await identity.addOrganization('Other');
  const { userId } = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
  const now = new Date();
  const group = {
    id: newId(),
    organizationId,
    name: 'Sales',
    nameKey: 'sales',
    description: '',
    permissions: [],
    createdAt: now,
    updatedAt: now,
  };
  const added = await identity.database.transaction(async (tx) => {
    const groups = new GroupsRepository();
    await groups.insert(tx, group);
    await groups.insert(tx, { ...group, id: newId(), organizationId: other, nameKey: 'foreign' });
    const wishes = ['sales', 'sales', 'foreign', 'gone'].map((nameKey) => ({ userId, nameKey }));
    return new GroupMembersRepository().addNamed(tx, organizationId, wishes, now);
  });
  expect(added).toEqual([{ groupId: group.id, name: 'Sales', userId }]);
});

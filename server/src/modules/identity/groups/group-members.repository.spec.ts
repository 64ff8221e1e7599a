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

it('puts people into those groups that the organization has, each once', async () => {
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
    const foreign = { ...group, id: newId(), organizationId: other };
    await groups.insert(tx, foreign);
    const ids = [group.id, group.id, foreign.id, newId()];
    const wishes = ids.map((groupId) => ({ userId, groupId }));
    return new GroupMembersRepository().addAll(tx, organizationId, wishes, now);
  });
  expect(added).toEqual([{ groupId: group.id, name: 'Sales', userId }]);
});

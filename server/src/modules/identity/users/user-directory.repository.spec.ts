import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import { StandingService } from './standing.service.js';
import { UserDirectory } from './user-directory.port.js';

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

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { EnrolmentService } from './enrolment.service.js';

describe('the last second factor', () => {
  let identity: TestIdentity;
  beforeEach(async () => {
    identity = await startIdentity();
  });
  afterEach(() => identity.stop());

  it.each([
    ['an employee', {}, true],
    ['somebody whose role asks for one', { secondFactorRequired: true }, false],
    ['one of the staff', { platformRole: 'admin' }, false],
    ['a BOSS', { role: 'BOSS' }, false],
  ] as const)('of %s', async (_who, entitlement, may) => {
    const organizationId = await identity.addOrganization();
    const person = await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    const caller = { ...person, ...entitlement };
    const withdrawn = identity.database.transaction((tx) =>
      identity.get(EnrolmentService).withdraw(tx, caller, 'totp'),
    );
    if (may) await expect(withdrawn).resolves.toBeUndefined();
    else await expect(withdrawn).rejects.toMatchObject({ code: 'last_factor' });
  });
});

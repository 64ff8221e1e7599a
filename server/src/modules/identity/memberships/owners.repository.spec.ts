import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { OrganizationsRepository } from '../organizations/organizations.repository.js';
import { MembershipsRepository } from './memberships.repository.js';
import { OwnersService } from './owners.service.js';

describe('attack 7: two BOSSes demote each other at once', () => {
  let identity: TestIdentity;
  let organizationId: string;
  let first: SessionCaller;
  let second: SessionCaller;
  beforeEach(async () => {
    identity = await startIdentity();
    organizationId = await identity.addOrganization();
    first = await identity.addPerson({ organizationId, role: 'BOSS' });
    second = await identity.addPerson({ organizationId, role: 'BOSS' });
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await identity.stop();
  });

  const patience = 500;

  /** Lets each wait, before it decides, until the other is about to decide too, as far as it can. */
  const meet = () => {
    const memberships = identity.get(MembershipsRepository);
    const hasOtherOwner = memberships.hasOtherOwner.bind(memberships);
    let waiting = 0;
    let both: () => void = () => {};
    const met = new Promise<void>((resolve) => (both = resolve));
    vi.spyOn(memberships, 'hasOtherOwner').mockImplementation(async (tx, organization, user) => {
      const answer = await hasOtherOwner(tx, organization, user);
      waiting += 1;
      if (waiting === 2) both();
      await Promise.race([met, new Promise((resolve) => setTimeout(resolve, patience))]);
      return answer;
    });
  };
  const race = async () => {
    const owners = identity.get(OwnersService);
    const outcomes = await Promise.allSettled([
      owners.remove(first, second.userId),
      owners.remove(second, first.userId),
    ]);
    return outcomes.filter(({ status }) => status === 'fulfilled').length;
  };
  const ownersLeft = async () => {
    const { connection } = identity.database;
    const memberships = identity.get(MembershipsRepository);
    const roles = [first, second].map(({ userId }) =>
      memberships.findRole(connection, organizationId, userId),
    );
    return (await Promise.all(roles)).filter((role) => role === 'BOSS').length;
  };

  it('one remains, however close they come', async () => {
    meet();
    expect(await race()).toBe(1);
    expect(await ownersLeft()).toBe(1);
  });

  it('none would remain without the lock of the organization', async () => {
    vi.spyOn(identity.get(OrganizationsRepository), 'lock').mockResolvedValue();
    meet();
    expect(await race()).toBe(2);
    expect(await ownersLeft()).toBe(0);
  });
});

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { LeftoversService } from '../recovery/leftovers.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ApiKeysService } from './api-keys.service.js';
import { OwnApiKeysService } from './own-api-keys.service.js';

describe('attack 20: a key is made by a session that lives', () => {
  let identity: TestIdentity;
  let keys: OwnApiKeysService;
  let person: SessionCaller;

  beforeEach(async () => {
    identity = await startIdentity();
    keys = identity.get(OwnApiKeysService);
    const organizationId = await identity.addOrganization();
    person = await identity.openSession(await identity.addPerson({ organizationId, role: 'BOSS' }));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    await identity.stop();
  });

  const wish = {
    name: 'Key',
    environment: 'live' as const,
    scopes: ['user:read' as const],
    allowedAddresses: [],
    requestsPerMinute: null,
  };
  const all = async () => (await identity.get(ApiKeysService).list(person, 100)).data;

  it('one that ended since the request came in makes, changes and rotates none', async () => {
    const { id } = await keys.create(person, wish);
    await identity.get(SessionsService).revokeAll(person);
    const refused = { code: 'unauthenticated' };
    await expect(keys.create(person, wish)).rejects.toMatchObject(refused);
    await expect(keys.rotate(person, id, 24)).rejects.toMatchObject(refused);
    await expect(keys.update(person, id, { name: 'Other' })).rejects.toMatchObject(refused);
    expect(await all()).toMatchObject([{ id, name: 'Key', rotatedAt: null }]);
  });

  it('whoever takes the account back meanwhile ends the key that is about to be there', async () => {
    const since = identity.clock.now();
    const making = identity.get(ApiKeysService);
    const create = making.create.bind(making);
    let takenBack: Promise<void> | undefined;
    vi.spyOn(making, 'create').mockImplementationOnce(async (...args) => {
      const made = await create(...args);
      takenBack = identity.database.transaction(async (tx) => {
        await identity.get(SessionsService).endAll(tx, person.userId, 'reported', {});
        await identity.get(LeftoversService).removeSince(tx, person.userId, since);
      });
      await identity.somebodyWaits();
      return made;
    });
    await keys.create(person, wish);
    await takenBack;
    expect(await all()).toEqual([]);
  });
});

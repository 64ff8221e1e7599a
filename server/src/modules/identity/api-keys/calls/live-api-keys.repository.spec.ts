import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { days } from '../../../../kernel/clock.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { ApiKeysService } from '../api-keys.service.js';
import { OwnApiKeysService } from '../own-api-keys.service.js';
import { UpkeepRepository } from '../../upkeep/upkeep.repository.js';
import { LiveApiKeysRepository } from './live-api-keys.repository.js';

let identity: TestIdentity;
let boss: SessionCaller;
beforeAll(async () => {
  identity = await startIdentity();
  const organizationId = await identity.addOrganization();
  boss = await identity.openSession(await identity.addPerson({ organizationId, role: 'BOSS' }));
});
afterAll(() => identity.stop());

const newKey = async () => {
  const wish = { name: 'Key', environment: 'live', allowedAddresses: [] } as const;
  const scopes = ['user:read' as const];
  const { id } = await identity
    .get(OwnApiKeysService)
    .create(boss, { ...wish, allowedAddresses: [], requestsPerMinute: null, scopes });
  return id;
};
const usageOf = async (id: string) => {
  const { days: found } = await identity.get(ApiKeysService).getUsage(boss, id);
  return found.map(({ day, calls }) => [day, calls]);
};

it('adds the uses of a day up, whoever counted them, and forgets them after 90 days', async () => {
  const uses = identity.get(LiveApiKeysRepository);
  const [one, other] = [await newKey(), await newKey()];
  const now = new Date('2026-03-10T12:00:00Z');
  const long = new Date(now.getTime() - days(90));
  identity.clock.ahead = now.getTime() - Date.now();
  const gone = '00000000-0000-7000-8000-000000000000';
  await uses.addUses(new Map([[one, 5]]), long);
  await Promise.all([
    uses.addUses(
      new Map([
        [one, 2],
        [other, 1],
        [gone, 1],
      ]),
      now,
    ),
    uses.addUses(
      new Map([
        [other, 10],
        [one, 20],
      ]),
      new Date('2026-03-10T23:59:59Z'),
    ),
  ]);
  await uses.addUses(new Map([[one, 1]]), new Date('2026-03-09T00:00:00Z'));
  expect(await usageOf(one)).toEqual([
    ['2026-03-09', 1],
    ['2026-03-10', 22],
  ]);
  expect(await usageOf(other)).toEqual([['2026-03-10', 11]]);
  const purged = await identity
    .get(UpkeepRepository)
    .purge(new Date('2026-03-11T12:00:00Z'), { oneTimeDays: 1, sessionDays: 90 });
  expect(purged.apiKeyUsage).toBe(1);
});

it('waits for nobody who changes a key', async () => {
  const id = await newKey();
  const { connection } = identity.database;
  await connection.transaction(async (tx) => {
    await tx.execute(`UPDATE identity.api_keys SET version = version + 1 WHERE id = '${id}'`);
    await identity.get(LiveApiKeysRepository).addUses(new Map([[id, 1]]), identity.clock.now());
  });
  expect(await usageOf(id)).toHaveLength(1);
});

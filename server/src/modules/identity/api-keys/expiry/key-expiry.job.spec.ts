import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { days } from '../../../../kernel/clock.js';
import type { SessionCaller } from '../../../../platform/http/caller.js';
import { ServiceAccountKeysService } from '../../service-accounts/service-account-keys.service.js';
import { ServiceAccountsService } from '../../service-accounts/service-accounts.service.js';
import { OwnApiKeysService } from '../own-api-keys.service.js';
import { KeyExpiryJob } from './key-expiry.job.js';

let identity: TestIdentity;
let boss: SessionCaller;
let keys: OwnApiKeysService;
let job: KeyExpiryJob;
beforeEach(async () => {
  identity = await startIdentity();
  const organizationId = await identity.addOrganization();
  boss = await identity.addPerson({ email: 'boss@keys.test', organizationId, role: 'BOSS' });
  keys = identity.get(OwnApiKeysService);
  job = identity.get(KeyExpiryJob);
});
afterEach(() => identity.stop());

const wish = (name: string, expiresInDays?: number) => ({
  name,
  environment: 'live' as const,
  scopes: ['user:read' as const],
  allowedAddresses: [],
  requestsPerMinute: null,
  ...(expiresInDays === undefined ? {} : { expiresInDays }),
});
const told = async () =>
  (await identity.mails())
    .filter(({ subject }) => subject.startsWith('An API key ends on'))
    .map(({ to, text }) => `${to}: ${/The API key (\S+)/.exec(text)?.[1]}`);
const pass = (count: number) => void (identity.clock.ahead += days(count));

it('tells once of a key that ends within a week, and again where its end was put off', async () => {
  const { id } = await keys.create(await identity.openSession(boss), wish('Export', 30));
  await keys.create(await identity.openSession(boss), wish('Endless'));
  // Whoever gives a key so short a life knows of it.
  await keys.create(await identity.openSession(boss), wish('Short', 6));
  await job.run();
  pass(22);
  await job.run();
  expect(await told()).toEqual([]);
  pass(2);
  await Promise.all([job.run(), job.run(), job.run()]);
  await job.run();
  expect(await told()).toEqual(['boss@keys.test: Export']);
  const expiring = (await identity.events()).filter(({ type }) => type === 'api_key.expiring');
  expect(expiring).toMatchObject([{ data: { apiKeyId: id, name: 'Export', isService: false } }]);
  await keys.update(await identity.openSession(boss), id, { expiresInDays: 30 });
  await job.run();
  expect(await told()).toHaveLength(1);
  pass(24);
  await job.run();
  expect(await told()).toHaveLength(2);
});

it('says nothing of a key that was ended', async () => {
  const { id } = await keys.create(await identity.openSession(boss), wish('Export', 30));
  pass(24);
  await keys.revoke(boss, id);
  await job.run();
  expect(await told()).toEqual([]);
});

it("tells of a service account's key who looks after it", async () => {
  const caller = await identity.openSession(boss);
  const { id } = await identity.get(ServiceAccountsService).create(caller, 'Robot', 'MANAGER');
  await identity.get(ServiceAccountKeysService).create(caller, id, wish('Nightly', 30));
  pass(24);
  await job.run();
  expect(await told()).toEqual(['boss@keys.test: Nightly']);
  const [mail] = (await identity.mails()).filter(({ subject }) => subject.includes('ends on'));
  expect(mail?.text).toContain(`/automation/${id}`);
});

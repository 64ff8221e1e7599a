import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { PasswordHasher } from '../../../platform/crypto/password-hasher.js';
import { users } from '../users/users.table.js';
import { Config } from '../../../platform/config/config.js';
import { QuietLogger } from '../../../../test/harness/events.js';
import { ImportedHashesRepository } from './imported-hashes.repository.js';
import { ImportedHashes } from './imported-hashes.service.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await startIdentity();
});
afterAll(() => identity.stop());

const made = `$argon2id$v=19$m=8192,t=1,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`;
const bcrypt = (cost: string, salt: string) => `$2b$${cost}$${salt.repeat(53)}`;
const pbkdf2 = '$pbkdf2-sha256$i=600000,l=32$c2FsdHNhbHQ$a2V5a2V5a2V5a2V5';

it('are timed at the start, once for each algorithm and cost', async () => {
  const hashes = [made, bcrypt('05', 'a'), bcrypt('10', 'b'), bcrypt('10', 'c'), pbkdf2];
  for (const passwordHash of hashes) {
    const { userId } = await identity.addPerson();
    await identity.database.connection
      .update(users)
      .set({ passwordHash })
      .where(eq(users.id, userId));
  }
  const verify = vi.spyOn(identity.get(PasswordHasher), 'verify');
  identity.get(ImportedHashes).onApplicationBootstrap();
  await eventually(() => expect(verify).toHaveBeenCalledTimes(3));
  const timed = verify.mock.calls.map(([hash]) => (hash ?? '').split('$').slice(1, 3).join(' '));
  expect(timed.toSorted()).toEqual(['2b 05', '2b 10', 'pbkdf2-sha256 i=600000,l=32']);
});

it('are not timed where nobody signs in', () => {
  const listKinds = vi.spyOn(identity.get(ImportedHashesRepository), 'listKinds');
  const start = (GATEHOUSE_APP: Config['GATEHOUSE_APP']) =>
    new ImportedHashes(
      identity.get(ImportedHashesRepository),
      identity.get(PasswordHasher),
      new QuietLogger(),
      Object.create(identity.get(Config), { GATEHOUSE_APP: { value: GATEHOUSE_APP } }),
    ).onApplicationBootstrap();
  start('worker');
  start('notifications');
  start('migrate');
  expect(listKinds).not.toHaveBeenCalled();
  start('api');
  expect(listKinds).toHaveBeenCalledOnce();
});

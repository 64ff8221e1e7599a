import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { migrationsDirectory } from '../../../platform/config/paths.js';
import { accountKey } from './account-key.js';
import { UsersRepository } from './users.repository.js';

let identity: TestIdentity;
beforeEach(async () => {
  identity = await startIdentity();
});
afterEach(() => identity.stop());

it('migration 0032 lets accounts of before be found, and leaves two of one name two', async () => {
  const folding = await readFile(
    path.join(migrationsDirectory, 'identity', '0032_fold_account_keys.sql'),
    'utf8',
  );
  const { userId: alone } = await identity.addPerson({ email: 'straße@x.de' });
  const { userId: first } = await identity.addPerson({ email: 'νέος@x.gr' });
  const { userId: second } = await identity.addPerson();
  await identity.database.transaction(async (tx) => {
    await tx.execute(sql`SET LOCAL search_path TO identity`);
    await tx.execute(sql`UPDATE users SET email_key = 'straße@x.de' WHERE id = ${alone}`);
    await tx.execute(sql`UPDATE users SET email_key = 'νέος@x.gr' WHERE id = ${first}`);
    await tx.execute(sql`UPDATE users SET email_key = 'νέοσ@x.gr' WHERE id = ${second}`);
    await tx.execute(sql.raw(folding));
  });
  const find = (email: string) =>
    identity.get(UsersRepository).findByEmail(identity.database.connection, accountKey(email));
  expect((await find('STRASSE@x.de'))?.id).toBe(alone);
  expect((await find('ΝΈΟΣ@x.gr'))?.id).toBe(second);
});

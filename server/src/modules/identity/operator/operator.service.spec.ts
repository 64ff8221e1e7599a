import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import { OperatorAccountsService } from './operator-accounts.service.js';
import { OperatorService } from './operator.service.js';

describe('OperatorService', () => {
  let identity: TestIdentity;
  let operator: OperatorService;
  beforeEach(async () => {
    identity = await startIdentity();
    operator = identity.get(OperatorService);
  });
  afterEach(() => identity.stop());

  it('finds a person by address or id, however many later ones have it in theirs', async () => {
    const { userId } = await identity.addPerson({ email: 'ann@example.com' });
    await identity.database.connection.execute(sql`
      INSERT INTO identity.users (id, email, email_key, first_name, last_name, created_at, updated_at)
      SELECT gen_random_uuid(), address, address, 'J', 'J', now(), now()
        FROM (SELECT 'jo' || i || 'ann@example.com' AS address FROM generate_series(1, 120) i) AS them`);
    await identity.database.connection.execute(sql`
      UPDATE identity.users SET id = ('ff' || substr(id::text, 3))::uuid WHERE id <> ${userId}`);
    for (const name of ['ANN@example.com', userId])
      expect((await operator.getPerson(name)).id).toBe(userId);
    await expect(operator.getPerson('nn@example.com')).rejects.toMatchObject({ code: 'not_found' });
  });

  it('lists keys that are good: not ended, and not expired', async () => {
    const organizationId = await identity.addOrganization();
    const { userId } = await identity.addPerson({ organizationId, role: 'BOSS' });
    const { connection } = identity.database;
    const add = (name: string, expiresAt: string | null, revokedAt: string | null) =>
      connection.execute(sql`
        INSERT INTO identity.api_keys (id, organization_id, user_id, name, secret_hash, hint, scopes, allowed_addresses,
          created_at, expires_at, revoked_at)
        VALUES (${newId()}, ${organizationId}, ${userId}, ${name}, sha256(${name}::bytea), 'hint',
          '{}', '{}', now(), ${expiresAt}::timestamptz, ${revokedAt}::timestamptz)`);
    await add('lasting', null, null);
    await add('good', '2999-01-01', null);
    await add('expired', '2020-01-01', null);
    await add('ended', null, '2020-01-01');
    const keys = await operator.lists.listKeys(connection, identity.clock.now());
    expect(keys.map(({ name }) => name).toSorted()).toEqual(['good', 'lasting']);
  });

  it('deactivates neither the last BOSS of others nor the last super admin', async () => {
    const accounts = identity.get(OperatorAccountsService);
    const organizationId = await identity.addOrganization();
    const { userId: boss } = await identity.addPerson({ organizationId, role: 'BOSS' });
    // Alone, an organization needs nobody.
    await accounts.deactivate(boss);
    await accounts.activate(boss);
    await identity.addPerson({ organizationId, role: 'EMPLOYEE' });
    await expect(accounts.deactivate(boss)).rejects.toMatchObject({ code: 'last_owner' });
    await identity.addPerson({ organizationId, role: 'BOSS' });
    await identity.database.connection.execute(
      sql`UPDATE identity.users SET platform_role = 'super_admin' WHERE id = ${boss}`,
    );
    await expect(accounts.deactivate(boss)).rejects.toMatchObject({ code: 'last_super_admin' });
    const { userId: other } = await identity.addPerson({});
    await identity.database.connection.execute(
      sql`UPDATE identity.users SET platform_role = 'super_admin' WHERE id = ${other}`,
    );
    await expect(accounts.deactivate(boss)).resolves.toMatchObject({ isActive: false });
  });
});

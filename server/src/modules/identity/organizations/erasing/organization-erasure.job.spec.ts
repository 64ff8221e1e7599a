import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { sql } from 'drizzle-orm';
import { startIdentity, type TestIdentity } from '../../../../../test/harness/identity.js';
import { days } from '../../../../kernel/clock.js';
import { ClosingService } from '../closing.service.js';
import { OrganizationDataRepository } from './organization-data.repository.js';
import { OrganizationErasureJob } from './organization-erasure.job.js';

let identity: TestIdentity;
let organizationId: string;
beforeEach(async () => {
  identity = await startIdentity();
  organizationId = await identity.addOrganization();
  await identity.addPerson({ organizationId, role: 'BOSS', email: 'boss@closed.test' });
  await identity.addPerson({ organizationId, role: 'EMPLOYEE', email: 'employee@closed.test' });
  const { database } = identity;
  await database.transaction((tx) => identity.get(ClosingService).close(tx, organizationId, 'End'));
});
afterEach(() => identity.stop());

const runAfter = (time: number) => {
  identity.clock.ahead = time;
  return identity.get(OrganizationErasureJob).run();
};
const count = async (table: string) => {
  const { rows } = await identity.database.connection.execute<{ count: number }>(
    sql`SELECT count(*)::int AS count FROM identity.${sql.identifier(table)}`,
  );
  return rows[0]?.count;
};
const subjects = async () =>
  (await identity.mails()).map(({ to, subject }) => `${to}: ${subject}`).toSorted();
const told = async () =>
  (await identity.events()).filter(({ type }) => type === 'organization.erased');

describe('a closed organization', () => {
  it('is told of to its owners when it is closed and a week before its end, each once', async () => {
    expect(await subjects()).toEqual([expect.stringMatching(/^boss@closed.test: .* is closed$/)]);
    await runAfter(days(22));
    expect(await subjects()).toHaveLength(1);
    await Promise.all([runAfter(days(23.5)), runAfter(days(23.5))]);
    await runAfter(days(25));
    expect(await subjects()).toEqual([
      expect.stringContaining('is closed'),
      expect.stringContaining('will be erased on'),
    ]);
    expect(await count('memberships')).toBe(2);
  });

  it('is erased after 30 days, by one of many at once; people keep their accounts', async () => {
    await runAfter(days(29));
    expect(await told()).toEqual([]);
    await Promise.all([runAfter(days(31)), runAfter(days(31)), runAfter(days(31))]);
    expect(await told()).toMatchObject([{ data: { organizationId } }]);
    expect(await count('memberships')).toBe(0);
    const { rows } = await identity.database.connection.execute(
      sql`SELECT o.name, count(u.id)::int AS people FROM identity.organizations o, identity.users u
           WHERE u.deleted_at IS NULL GROUP BY o.id`,
    );
    expect(rows).toEqual([{ name: 'Erased organization', people: 2 }]);
  });

  it('is kept when it is opened again, and told of anew when it is closed again', async () => {
    await runAfter(days(24));
    const { database } = identity;
    const closing = identity.get(ClosingService);
    await database.transaction((tx) => closing.reopen(tx, organizationId, 'A mistake'));
    await runAfter(days(40));
    expect(await told()).toEqual([]);
    await database.transaction((tx) => closing.close(tx, organizationId, null));
    await runAfter(days(64));
    expect(await subjects()).toHaveLength(4);
  });

  it('is erased whole although the first run was killed on the way', async () => {
    const data = identity.get(OrganizationDataRepository);
    const remove = data.remove.bind(data);
    vi.spyOn(data, 'remove').mockImplementationOnce(async (...wish) => {
      await remove(...wish);
      throw new Error('killed');
    });
    await expect(runAfter(days(31))).rejects.toThrow('organizations were not erased');
    expect(await count('memberships')).toBe(2);
    expect(await told()).toEqual([]);
    await runAfter(days(31));
    expect(await count('memberships')).toBe(0);
    expect(await told()).toHaveLength(1);
  });

  it('goes in steps where very many sessions were in it', async () => {
    await identity.database.connection.execute(sql`
      INSERT INTO identity.sessions (id, user_id, organization_id, methods, ip_address, user_agent,
        authenticated_at, created_at, last_seen_at, expires_at, ended_at)
      SELECT uuidv7(), id, ${organizationId}, '{pwd}', '192.0.2.1', '', now(), now(), now(), now(), now()
        FROM identity.users, generate_series(1, 125)`);
    const steps = vi.spyOn(identity.get(OrganizationDataRepository), 'removeSomeSessions');
    await runAfter(days(31));
    expect(steps).toHaveBeenCalledTimes(3);
    expect(await count('sessions')).toBe(0);
  });
});

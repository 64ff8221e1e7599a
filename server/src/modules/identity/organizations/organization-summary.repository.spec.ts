import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../../test/harness/database.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { totpAuthenticators } from '../factors/totp/totp.table.js';
import { sessions } from '../sessions/sessions.table.js';
import { newUser } from '../users/new-user.js';
import { users } from '../users/users.table.js';
import { OrganizationSummaryRepository } from './organization-summary.repository.js';
import { memberships, organizations } from './organizations.table.js';

const now = new Date('2026-05-01T12:00:00Z');
const earlier = new Date(now.getTime() - 1000);
const later = new Date(now.getTime() + 1000);
const ours = newId();
const theirs = newId();
const nobody = { active: 0, invited: 0, deactivated: 0, withSecondFactor: 0, sessions: 0 };

let created: TestDatabase;
let pool: pg.Pool;
let database: Database;

beforeEach(async () => {
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url, max: 3 });
  pool.on('error', () => {});
  database = new Database(pool);
  for (const [id, name] of [
    [ours, 'Ours'],
    [theirs, 'Theirs'],
  ] as const)
    await database.connection
      .insert(organizations)
      .values({ id, name, createdAt: now, updatedAt: now });
});
afterEach(async () => {
  await pool.end();
  await created.drop();
});

interface Member {
  organizationId?: string;
  change?: Partial<typeof users.$inferInsert>;
  factorConfirmedAt?: Date | null;
  sessionEnds?: Date[];
}

const add = async ({ organizationId = ours, change, factorConfirmedAt, sessionEnds }: Member) => {
  const { connection } = database;
  const email = `${newId()}@example.test`;
  const user = { ...newUser({ email, firstName: 'A', lastName: 'B' }, now), emailVerifiedAt: now };
  const userId = user.id;
  await connection.insert(users).values({ ...user, ...change });
  await connection
    .insert(memberships)
    .values({ organizationId, userId, role: 'EMPLOYEE', createdAt: now });
  if (factorConfirmedAt !== undefined)
    await connection.insert(totpAuthenticators).values({
      id: newId(),
      userId,
      secret: Buffer.from('sealed'),
      confirmedAt: factorConfirmedAt,
      createdAt: now,
    });
  for (const expiresAt of sessionEnds ?? [])
    await connection.insert(sessions).values({
      id: newId(),
      userId,
      organizationId,
      version: 1,
      methods: ['pwd'],
      ipAddress: '192.0.2.1',
      userAgent: 'test',
      authenticatedAt: earlier,
      createdAt: earlier,
      lastSeenAt: earlier,
      expiresAt,
    });
};
const count = (organizationId = ours) =>
  new OrganizationSummaryRepository().count(database.connection, organizationId, now);

it('counts people by whether they can sign in, and leaves deleted ones out', async () => {
  await add({});
  await add({ change: { emailVerifiedAt: null } });
  await add({ change: { isActive: false } });
  await add({ change: { deletedAt: now, isActive: false } });
  expect(await count()).toEqual({ ...nobody, active: 1, invited: 1, deactivated: 1 });
});

it('counts second factors that are confirmed, of people who can sign in', async () => {
  await add({ factorConfirmedAt: now });
  await add({ factorConfirmedAt: null });
  await add({ factorConfirmedAt: now, change: { isActive: false } });
  expect(await count()).toMatchObject({ active: 2, withSecondFactor: 1 });
});

it('counts live sessions alone, and nothing of another organization', async () => {
  await add({ sessionEnds: [later, later, earlier] });
  await add({ organizationId: theirs, factorConfirmedAt: now, sessionEnds: [later] });
  expect(await count()).toEqual({ ...nobody, active: 1, sessions: 2 });
  expect(await count(theirs)).toEqual({ ...nobody, active: 1, withSecondFactor: 1, sessions: 1 });
});

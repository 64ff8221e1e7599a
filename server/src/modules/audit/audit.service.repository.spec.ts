import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { auditRoutes } from '@gatehouse/contracts/audit';
import { createTestDatabase, type TestDatabase } from '../../../test/harness/database.js';
import { AppError } from '../../kernel/error.js';
import { newId } from '../../kernel/id.js';
import { KeyRing } from '../../platform/crypto/key-ring.js';
import { Database } from '../../platform/database/database.js';
import type { Caller } from '../../platform/http/caller.js';
import { UserDirectory } from '../identity/users/user-directory.port.js';
import { AuditRepository } from './audit.repository.js';
import { AuditService } from './audit.service.js';
import { AuditTrailService } from './audit-trail.service.js';

const ours = newId();
const theirs = newId();
const actorId = newId();
const affectedId = newId();
const keys = new KeyRing([{ id: 'k1', bytes: randomBytes(32) }]);

const record = (number: number, organizationId: string | null) => ({
  id: newId(),
  action: number % 2 === 0 ? 'user.login' : 'user.updated',
  actorId: number < 4 ? actorId : null,
  organizationId,
  resourceType: 'user',
  resourceId: `resource-${number}`,
  details: number === 2 ? { number, userId: affectedId } : { number },
  ipAddress: null,
  requestId: null,
  impersonatorId: null,
  userAgent: null,
  traceId: null,
  source: null,
  version: null,
  occurredAt: new Date(Date.UTC(2026, 0, number)),
});

/** Knows one person, and counts how often it is asked. */
class SmallDirectory extends UserDirectory {
  asked: (readonly string[])[] = [];
  async namesOf(userIds: readonly string[]) {
    this.asked.push(userIds);
    return new Map([[actorId, 'Ada Lovelace']]);
  }
  contactsOf = async () => [];
  contactOf = async () => [];
  staffContacts = async () => [];
  staffAmong = async () => new Set<string>();
  membersAmong = async () => new Set<string>();
}

let directory: SmallDirectory;
let created: TestDatabase;
let pool: pg.Pool;
let service: AuditService;

beforeEach(async () => {
  directory = new SmallDirectory();
  created = await createTestDatabase();
  pool = new pg.Pool({ connectionString: created.url, max: 3 });
  pool.on('error', () => {});
  const database = new Database(pool);
  const repository = new AuditRepository();
  service = new AuditService(database, repository, directory);
  const records = [1, 2, 3, 4, 5, 6].flatMap((number) => [
    record(number, ours),
    record(number, theirs),
    record(number, null),
  ]);
  await database.transaction((tx) => new AuditTrailService(repository, keys).append(tx, records));
});
afterEach(async () => {
  await pool.end();
  await created.drop();
});

const caller = (fields: Partial<Caller>): Caller =>
  ({ organizationId: ours, permissions: new Set(), ...fields }) as Caller;
const list = (fields: Partial<Caller>, query: object = {}) =>
  service.list(caller(fields), auditRoutes.list.query.parse(query));
const numbers = async (query: object) =>
  (await list({}, query)).data.map((entry) => entry.details.number);

it('shows the entries of the own organization alone, latest first', async () => {
  const { data } = await list({});
  expect(data.map((entry) => entry.details.number)).toEqual([6, 5, 4, 3, 2, 1]);
  expect(new Set(data.map((entry) => entry.organizationId))).toEqual(new Set([ours]));
});

it('shows nothing to who has no organization, and everything to the staff', async () => {
  expect((await list({ organizationId: null })).data).toEqual([]);
  const permissions = new Set(['audit:read_all'] as const);
  expect((await list({ organizationId: null, permissions })).data).toHaveLength(18);
});

it('filters by action, actor, resource and time', async () => {
  expect(await numbers({ action: 'user.login' })).toEqual([6, 4, 2]);
  expect(await numbers({ action: 'user.login, user.updated' })).toHaveLength(6);
  expect(await numbers({ actorId })).toEqual([3, 2, 1]);
  expect(await numbers({ resourceId: 'resource-5' })).toEqual([5]);
  const time = {
    'occurredAt[gte]': '2026-01-02T00:00:00Z',
    'occurredAt[lt]': '2026-01-04T00:00:00Z',
  };
  expect(await numbers(time)).toEqual([3, 2]);
});

it('names who did it and whom it was done to, by one question a page', async () => {
  const { data } = await list({});
  expect(directory.asked).toHaveLength(1);
  expect(new Set(directory.asked[0])).toEqual(new Set([actorId, affectedId]));
  const named = data.map((entry) => [entry.actorName, entry.affectedId, entry.affectedName]);
  expect(named).toEqual([
    [null, null, null],
    [null, null, null],
    [null, null, null],
    ['Ada Lovelace', null, null],
    // Nobody knows the name any more.
    ['Ada Lovelace', affectedId, null],
    ['Ada Lovelace', null, null],
  ]);
});

it('pages to the end, and refuses a cursor of another list', async () => {
  const first = await list({}, { limit: 4 });
  expect(first.page.hasMore).toBe(true);
  const next = await list({}, { limit: 4, cursor: first.page.nextCursor });
  expect(next.data.map((entry) => entry.details.number)).toEqual([2, 1]);
  expect(next.page).toEqual({ nextCursor: null, hasMore: false });
  const foreign = Buffer.from("1' OR 1=1").toString('base64url');
  await expect(list({}, { cursor: foreign })).rejects.toThrow(AppError);
});

it('returns what the contract lists', async () => {
  const page = await list({});
  expect(auditRoutes.list.response.parse(page).data[0]).toMatchObject({ sequence: 16 });
});

import { text } from 'node:stream/consumers';
import { sql } from 'drizzle-orm';
import { strFromU8, unzipSync } from 'fflate';
import { afterEach, beforeEach, expect, it, type MockInstance, vi } from 'vitest';
import { startIdentity, type TestIdentity, tokenIn } from '../../../../test/harness/identity.js';
import { hours, minutes } from '../../../kernel/clock.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { AccountExportJob } from './account-export.job.js';
import { AccountExportService } from './account-export.service.js';
import { PersonalData } from './personal-data.port.js';
import { eventually } from '../../../../test/harness/waiting/eventually.js';

let identity: TestIdentity;
let person: SessionCaller;
let job: AccountExportJob;
let exports: AccountExportService;
let added: string[];
let add: MockInstance<Jobs['add']>;
beforeEach(async () => {
  identity = await startIdentity();
  person = await identity.addPerson({ email: 'ada@export.test' });
  job = identity.get(AccountExportJob);
  exports = identity.get(AccountExportService);
  added = [];
  add = vi.spyOn(identity.get(Jobs), 'add').mockImplementation(async (_name, { exportId }) => {
    added.push(String(exportId));
  });
});
afterEach(() => identity.stop());

/** What the link of the last mail leads to. */
async function filesOf(mail = -1): Promise<Record<string, string>> {
  const token = tokenIn((await identity.mails()).at(mail));
  const zip = Buffer.from(await text((await exports.open(token)).setEncoding('base64')), 'base64');
  const files = Object.entries(unzipSync(zip));
  return Object.fromEntries(files.map(([name, content]) => [name, strFromU8(content)]));
}

const addSessions = (count: number) =>
  identity.database.connection.execute(sql`
    INSERT INTO identity.sessions (id, user_id, methods, ip_address, user_agent, authenticated_at,
      created_at, last_seen_at, expires_at, ended_at)
    SELECT uuidv7(), ${person.userId}, '{pwd}', '192.0.2.1', '<b>' || i, now(), now(), now(), now(), now()
      FROM generate_series(1, ${count}) AS i`);

it('has every row, however many there are, as JSON and as a page', async () => {
  await addSessions(301);
  await exports.request(person);
  await job.run(added[0] ?? '');
  const { 'account.json': json = '', 'account.html': page = '' } = await filesOf();
  const told = JSON.parse(json) as Record<string, Record<string, unknown>[]>;
  expect(told.account).toMatchObject([{ email: 'ada@export.test' }]);
  const sessions = told.sessions ?? [];
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(301);
  expect(page.split('&lt;b&gt;')).toHaveLength(302);
  expect(page).not.toContain('<b>');
  expect(page.match(/<table>/g)).toHaveLength(page.match(/<\/table>/g)?.length ?? 0);
});

it('is made although the queue has forgotten it, or was away', async () => {
  add.mockRejectedValueOnce(new Error('away'));
  await exports.request(person);
  expect(added).toEqual([]);
  await job.upkeep();
  expect(added).toEqual([]);
  identity.clock.ahead = minutes(3);
  await job.upkeep();
  expect(added).toHaveLength(1);
  await job.run(added[0] ?? '');
  expect(await filesOf()).toHaveProperty('account.json');
  await job.upkeep();
  expect(added).toHaveLength(1);
  identity.clock.ahead = hours(25);
  await expect(filesOf()).rejects.toMatchObject({ code: 'invalid_token' });
  await job.upkeep();
  const { rows } = await identity.database.connection.execute(
    sql`SELECT FROM identity.account_exports`,
  );
  expect(rows).toEqual([]);
});

it('of many wishes at once one file comes, and of the next wish a newer one', async () => {
  await Promise.all(Array.from({ length: 5 }, () => exports.request(person)));
  expect(new Set(added).size).toBe(1);
  await Promise.all(added.map((id) => job.run(id)));
  expect(await identity.mails()).toHaveLength(1);
  await exports.request(person);
  await job.run(added.at(-1) ?? '');
  expect(await identity.mails()).toHaveLength(2);
  await expect(filesOf(0)).rejects.toMatchObject({ code: 'invalid_token' });
  expect(await filesOf()).toHaveProperty('account.json');
});

it('attack 34: a worker that froze past its time cannot finish what another has begun anew', async () => {
  let thaw: () => void = () => undefined;
  const frozen = new Promise<void>((resolve) => (thaw = resolve));
  let readers = 0;
  identity.get(PersonalData).register(() => [{ name: 'slow', pages: slowly() }]);
  async function* slowly() {
    readers += 1;
    if (readers === 1) await frozen;
    yield '[{"reader": true}]';
  }
  await exports.request(person);
  const [id = ''] = added;
  const first = job.run(id);
  await eventually(() => expect(readers).toBe(1));
  await job.run(id);
  expect(readers).toBe(1);
  identity.clock.ahead = minutes(3);
  await job.run(id);
  expect(readers).toBe(2);
  thaw();
  await first;
  expect(await identity.mails()).toHaveLength(1);
  expect(JSON.parse((await filesOf())['account.json'] ?? '')).toMatchObject({
    slow: [{ reader: true }],
  });
});

it('one that failed is free for the next at once', async () => {
  let tries = 0;
  identity.get(PersonalData).register(() => {
    tries += 1;
    if (tries === 1) throw new Error('not yet');
    return [];
  });
  await exports.request(person);
  await expect(job.run(added[0] ?? '')).rejects.toThrow('not yet');
  await job.run(added[0] ?? '');
  expect(await filesOf()).toHaveProperty('account.html');
});

import { Readable } from 'node:stream';
import { csvType } from '@gatehouse/contracts/media-types';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { ImportReportsService } from './import-reports.service.js';
import { ImportsJob } from './imports.job.js';
import { ImportsService } from './imports.service.js';

let identity: TestIdentity;
let boss: SessionCaller;
let other: SessionCaller;

beforeEach(async () => {
  identity = await startIdentity();
  const organizationId = await identity.addOrganization();
  boss = await identity.addPerson({ organizationId, role: 'BOSS' });
  other = await identity.addPerson({ organizationId, role: 'BOSS' });
});
afterEach(() => identity.stop());

const begin = (lines: readonly string[]) =>
  identity.get(ImportsService).receive(boss, {
    type: csvType,
    content: Readable.from([Buffer.from(['email,firstName,lastName', ...lines].join('\n'))]),
    dryRun: false,
    invite: false,
    onExisting: 'skip',
  });
const run = (id: string) => identity.get(ImportsJob).run(id);
const report = (id: string) => identity.get(ImportReportsService).get(boss, id);
const query = (text: string) => identity.database.pool.query(text);

/** Nobody called Cursed can be added any more. */
async function curse(): Promise<void> {
  await query(`CREATE FUNCTION refuse_cursed() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'secret of the database'; END $$`);
  await query(`CREATE TRIGGER refuse_cursed BEFORE INSERT ON identity.users
    FOR EACH ROW WHEN (NEW.first_name = 'Cursed') EXECUTE FUNCTION refuse_cursed()`);
}
const lift = () => query('DROP TRIGGER refuse_cursed ON identity.users');

async function failAgainAndAgain(id: string): Promise<void> {
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await report(id)).state).toBe('running');
    await expect(run(id)).rejects.toThrow();
  }
}

it('an import that fails again and again is given up with a reason, and goes on when it is asked to', async () => {
  await curse();
  const id = await begin(['a@example.com,Cursed,Person', 'b@example.com,Blessed,Person']);
  await failAgainAndAgain(id);
  const failed = await report(id);
  expect(failed).toMatchObject({ state: 'failed', done: 0 });
  expect(failed.finishedAt).not.toBeNull();
  expect(failed.failure).toMatch(/log of the server/);
  expect(failed.failure).not.toContain('secret');
  // Nobody is at it any more.
  await run(id);
  await lift();
  const reports = identity.get(ImportReportsService);
  await expect(reports.retry(other, id)).rejects.toMatchObject({ code: 'forbidden' });
  const demoted = { ...boss, role: 'MANAGER' as const };
  await expect(reports.retry(demoted, id)).rejects.toMatchObject({ code: 'forbidden' });
  const going = await reports.retry(boss, id);
  expect(going).toMatchObject({ state: 'running', failure: null, finishedAt: null });
  await expect(reports.retry(boss, id)).rejects.toMatchObject({ code: 'conflict' });
  await run(id);
  expect(await report(id)).toMatchObject({ state: 'finished', created: 2, failure: null });
});

it('failures with a success between them give nothing up', async () => {
  await curse();
  const many = Array.from(
    { length: 600 },
    (_, n) => `n${n}@example.com,${n < 550 ? 'Blessed' : 'Cursed'},A`,
  );
  const id = await begin(many);
  await expect(run(id)).rejects.toThrow();
  expect(await report(id)).toMatchObject({ state: 'running', created: 500 });
  const { rows } = await query('SELECT failures FROM identity.imports');
  expect(rows).toEqual([{ failures: 1 }]);
  await lift();
  await run(id);
  expect(await report(id)).toMatchObject({ state: 'finished', created: 600 });
});

it('one that was given up can be cancelled, and forgets what its lines said', async () => {
  await curse();
  const id = await begin(['a@example.com,Cursed,Person']);
  await failAgainAndAgain(id);
  const cancelled = await identity.get(ImportReportsService).cancel(boss, id);
  expect(cancelled).toMatchObject({ state: 'cancelled', failure: null });
  const { rows } = await query('SELECT outcome, data FROM identity.import_lines');
  expect(rows).toEqual([{ outcome: 'cancelled', data: null }]);
});

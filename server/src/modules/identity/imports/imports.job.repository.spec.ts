import { Readable } from 'node:stream';
import { csvType } from '@gatehouse/contracts/media-types';
import type { GrantablePermission } from '@gatehouse/contracts/permissions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import type { SessionCaller } from '../../../platform/http/caller.js';
import { GroupsService } from '../groups/groups.service.js';
import { RolesService } from '../roles/roles.service.js';
import { ImportReportsService } from './import-reports.service.js';
import { ImportRetriesService } from './import-retries.service.js';
import { ImportsJob } from './imports.job.js';
import { ImportsService } from './imports.service.js';
import type { ImportFile } from './reading/import-files.service.js';

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

const begin = (lines: readonly string[], wish: Partial<ImportFile> = {}) =>
  identity.get(ImportsService).receive(boss, {
    type: csvType,
    content: Readable.from([Buffer.from([header, ...lines].join('\n'))]),
    dryRun: false,
    invite: false,
    onExisting: 'skip',
    ...wish,
  });
const header = 'email,firstName,lastName,role,groups,passwordHash';
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
  const retries = identity.get(ImportRetriesService);
  await retries.retry(boss, id);
  expect(await report(id)).toMatchObject({ state: 'running', failure: null, finishedAt: null });
  await expect(retries.retry(boss, id)).rejects.toMatchObject({ code: 'conflict' });
  await run(id);
  expect(await report(id)).toMatchObject({ state: 'finished', created: 2, failure: null });
});

it('one that was given up goes on for whoever may import, in their name', async () => {
  await curse();
  const id = await begin(['a@example.com,Cursed,Person', 'b@example.com,Cursed,Person,MANAGER']);
  await failAgainAndAgain(id);
  await lift();
  await identity.get(ImportRetriesService).retry(other, id);
  await run(id);
  expect(await report(id)).toMatchObject({
    state: 'finished',
    created: 2,
    createdBy: { id: boss.userId },
    retriedBy: { id: other.userId, name: 'Ada Byron' },
  });
  const told = (await identity.events()).filter(({ type }) => type.startsWith('users.import'));
  expect(told).toMatchObject([
    { type: 'users.import_retried', data: { importId: id, createdBy: boss.userId } },
    { type: 'users.imported', actorid: other.userId },
  ]);
});

describe('attack 25: what another had begun goes on', () => {
  const retry = (caller: SessionCaller, id: string) =>
    identity.get(ImportRetriesService).retry(caller, id);
  const forbidden = { code: 'forbidden' };
  let manager: SessionCaller;
  beforeEach(async () => {
    const { organizationId } = boss;
    await curse();
    manager = await identity.addPerson({ organizationId: organizationId ?? '', role: 'MANAGER' });
  });

  it('for nobody who may not give the roles that its lines give', async () => {
    const id = await begin(['a@example.com,Cursed,Person,MANAGER']);
    await failAgainAndAgain(id);
    await expect(retry(manager, id)).rejects.toMatchObject(forbidden);
    // Whoever began it, and is not what they were.
    const { role, permissions } = manager;
    await expect(retry({ ...boss, role, permissions }, id)).rejects.toMatchObject(forbidden);
    expect((await report(id)).state).toBe('failed');
    await lift();
    await retry(boss, id);
  });

  it('for nobody who does not hold what its groups grant, or may not manage groups', async () => {
    await identity.get(GroupsService).create(boss, {
      name: 'Integrators',
      description: '',
      permissions: ['webhook:manage'],
    });
    const id = await begin(['a@example.com,Cursed,Person,,Integrators']);
    await failAgainAndAgain(id);
    await expect(retry(manager, id)).rejects.toMatchObject(forbidden);
    for (const lacking of ['groups:manage', 'webhook:manage']) {
      const permissions = new Set([...boss.permissions].filter((one) => one !== lacking));
      await expect(retry({ ...other, permissions }, id)).rejects.toMatchObject(forbidden);
    }
    await retry(other, id);
  });

  it('for nobody but the staff, where its lines bring hashes', async () => {
    const hash = `$2b$10$${'a'.repeat(53)}`;
    const staff = new Set([...boss.permissions, 'password:reset_any' as const]);
    boss = { ...boss, permissions: staff };
    const id = await begin([`a@example.com,Cursed,Person,,,${hash}`]);
    await failAgainAndAgain(id);
    await expect(retry(other, id)).rejects.toMatchObject(forbidden);
    await retry({ ...other, permissions: staff }, id);
  });

  it('with the rank of whoever has it go on, where it changes members', async () => {
    const { organizationId } = boss;
    const peer = { organizationId: organizationId ?? '', role: 'MANAGER' } as const;
    await identity.addPerson({ ...peer, email: 'peer@example.com' });
    const lines = ['a@example.com,Cursed,Person', 'peer@example.com,New,Name,EMPLOYEE'];
    const id = await begin(lines, { onExisting: 'update' });
    await failAgainAndAgain(id);
    await lift();
    await retry(manager, id);
    await run(id);
    expect(await report(id)).toMatchObject({ state: 'finished', created: 1, refused: 1 });
  });
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
  const [told] = (await identity.events()).filter(({ type }) => type === 'users.import_cancelled');
  expect(told?.data).toEqual({ importId: id, createdBy: boss.userId });
});

describe('attack 25: names of a file come to mean something else before its lines are done', () => {
  const hold = (permissions: readonly string[]) =>
    new Set([...boss.permissions].filter((one) => permissions.includes(one)));
  const held = ['user:create', 'user:update', 'role:assign', 'role:manage', 'groups:manage'];
  const rolesOf = async (email: string) => {
    const { rows } = await identity.database.pool.query<{ role: string; groups: string[] }>(
      `SELECT coalesce(r.permissions, '{}') AS role,
              ARRAY(SELECT g.name FROM identity.groups g JOIN identity.group_members USING (organization_id)
                     WHERE group_id = g.id AND group_members.user_id = u.id) AS groups
         FROM identity.users u JOIN identity.memberships m ON m.user_id = u.id
         LEFT JOIN identity.custom_roles r ON r.id = m.custom_role_id WHERE u.email = $1`,
      [email],
    );
    return rows[0];
  };

  it('a role', async () => {
    const roles = identity.get(RolesService);
    const of = (name: string, permissions: GrantablePermission[]) =>
      roles.create(boss, { name, description: '', rank: 'EMPLOYEE', permissions });
    const harmless = await of('Clerk', ['user:create']);
    const mighty = await of('Integrator', ['webhook:manage']);
    const owner = boss;
    boss = { ...boss, role: 'MANAGER', permissions: hold(held) };
    const id = await begin(['puppet@example.com,Puppet,Person,Clerk']);
    await roles.update(owner, harmless.id, { name: 'Nobody' });
    await roles.update(owner, mighty.id, { name: 'Clerk' });
    await run(id);
    expect(await report(id)).toMatchObject({ state: 'finished', created: 0, refused: 1 });
  });

  it('a group', async () => {
    const groups = identity.get(GroupsService);
    const of = (name: string, permissions: GrantablePermission[]) =>
      groups.create(boss, { name, description: '', permissions });
    const harmless = await of('Clerks', []);
    const mighty = await of('Integrators', ['webhook:manage']);
    const owner = boss;
    boss = { ...boss, role: 'MANAGER', permissions: hold(held) };
    const id = await begin(['puppet@example.com,Puppet,Person,,Clerks']);
    await groups.update(owner, harmless.id, { name: 'Nobodies' });
    await groups.update(owner, mighty.id, { name: 'Clerks' });
    await run(id);
    expect(await report(id)).toMatchObject({ state: 'finished', created: 0, refused: 1 });
    expect(await rolesOf('puppet@example.com')).toBeUndefined();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PeopleSort } from '@gatehouse/contracts/identity/users';
import { startIdentity, type TestIdentity } from '../../../../test/harness/identity.js';
import { newId } from '../../../kernel/id.js';
import type { Caller, SessionCaller } from '../../../platform/http/caller.js';
import { SessionListService } from '../sessions/session-list.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { StandingService } from './standing.service.js';
import { UsersService } from './users.service.js';

describe('the people of an organization', () => {
  let identity: TestIdentity;
  let users: UsersService;
  let standing: StandingService;
  let organizationId: string;
  let boss: SessionCaller;
  let manager: Caller;
  let employee: SessionCaller;
  let stranger: Caller;

  beforeEach(async () => {
    identity = await startIdentity();
    users = identity.get(UsersService);
    standing = identity.get(StandingService);
    organizationId = await identity.addOrganization();
    boss = await identity.addPerson({ organizationId, role: 'BOSS' });
    manager = await identity.addPerson({ organizationId, role: 'MANAGER' });
    employee = await identity.addPerson({
      organizationId,
      role: 'EMPLOYEE',
      email: 'e@example.com',
    });
    const elsewhere = await identity.addOrganization('Elsewhere');
    stranger = await identity.addPerson({ organizationId: elsewhere, role: 'BOSS' });
  });
  afterEach(() => identity.stop());

  const deeds: [string, (caller: Caller, id: string) => Promise<unknown>][] = [
    ['change', (caller, id) => users.change(caller, id, { firstName: 'Eve' })],
    ['deactivate', (caller, id) => standing.deactivate(caller, id)],
    ['activate', (caller, id) => standing.activate(caller, id)],
    ['remove', (caller, id) => standing.remove(caller, id)],
    ['assign a role to', (caller, id) => standing.assignRole(caller, id, 'EMPLOYEE')],
  ];

  it.each(deeds)(
    'nobody may %s an equal, a superior or themselves (attack 25)',
    async (_, deed) => {
      const equal = await identity.addPerson({ organizationId, role: 'MANAGER' });
      const before = await identity.events();
      for (const target of [equal, boss, manager])
        await expect(deed(manager, target.userId)).rejects.toMatchObject({ code: 'forbidden' });
      expect(await identity.events()).toEqual(before);
      await deed(manager, employee.userId);
    },
  );

  it.each(deeds)(
    'people of other organizations do not exist to whoever would %s them',
    async (_, deed) => {
      for (const id of [stranger.userId, newId()])
        await expect(deed(boss, id)).rejects.toMatchObject({ code: 'not_found' });
      const alone = await identity.addPerson();
      await expect(deed(alone, employee.userId)).rejects.toMatchObject({ code: 'forbidden' });
    },
  );

  it('nobody gives a role that is not below their own', async () => {
    for (const role of ['BOSS', 'MANAGER'] as const)
      await expect(standing.assignRole(manager, employee.userId, role)).rejects.toMatchObject({
        code: 'forbidden',
      });
    await standing.assignRole(boss, employee.userId, 'MANAGER');
    expect((await users.get(boss, employee.userId)).role).toBe('MANAGER');
    await expect(standing.deactivate(manager, employee.userId)).rejects.toMatchObject({
      code: 'forbidden',
    });
    expect((await identity.events()).at(-1)).toMatchObject({
      type: 'user.role_changed',
      organizationid: organizationId,
      data: { userId: employee.userId, from: 'EMPLOYEE', to: 'MANAGER' },
    });
  });

  it('the primary admin is beyond everybody', async () => {
    await identity.database.pool.query(
      'UPDATE identity.users SET is_primary_admin = true WHERE id = $1',
      [employee.userId],
    );
    for (const [, deed] of deeds)
      await expect(deed(boss, employee.userId)).rejects.toMatchObject({ code: 'forbidden' });
  });

  it('deactivating and removing end the sessions in the same transaction', async () => {
    const sessions = identity.get(SessionsService);
    const session = { methods: ['pwd'], clientAddress: '192.0.2.1', userAgent: '', device: null };
    const lists = identity.get(SessionListService);
    const open = () =>
      identity.database.transaction((tx) => sessions.open(tx, { ...employee, ...session }));
    const ended = async () => (await identity.events()).at(-1);
    await open();
    await standing.deactivate(boss, employee.userId);
    expect((await lists.list({ userId: employee.userId }, { limit: 10 })).data).toEqual([]);
    expect((await ended())?.data).toMatchObject({ reason: 'account_deactivated', count: 1 });
    await standing.activate(boss, employee.userId);
    await open();
    await standing.remove(boss, employee.userId);
    expect((await lists.list({ userId: employee.userId }, { limit: 10 })).data).toEqual([]);
    expect((await ended())?.data).toMatchObject({ reason: 'account_deleted', count: 1 });
  });

  it('whoever was removed is gone from lists, and their address is free again', async () => {
    await standing.remove(boss, employee.userId);
    await expect(users.get(boss, employee.userId)).rejects.toMatchObject({ code: 'not_found' });
    const { data } = await users.list(boss, {}, 10);
    expect(data.map(({ id }) => id)).not.toContain(employee.userId);
    await identity.addPerson({ email: 'e@example.com', organizationId, role: 'EMPLOYEE' });
  });

  it('of two changes from one version the second is refused, and changes nothing', async () => {
    const { updatedAt } = await users.get(boss, employee.userId);
    identity.clock.ahead += 1000;
    await users.change(boss, employee.userId, { firstName: 'Eve' }, updatedAt);
    await expect(
      users.change(boss, employee.userId, { firstName: 'Eva' }, updatedAt),
    ).rejects.toMatchObject({ code: 'precondition_failed' });
    expect(await users.get(boss, employee.userId)).toMatchObject({
      firstName: 'Eve',
      lastName: 'Byron',
    });
    expect((await identity.events()).at(-1)?.data).toMatchObject({ fields: ['firstName'] });
  });

  it('lists by page, filter and part of a name, taking % and _ as they are', async () => {
    const percent = await identity.addPerson({
      email: '100%_a@example.com',
      organizationId,
      role: 'EMPLOYEE',
    });
    const ids = async (filter: Parameters<UsersService['list']>[1]) =>
      (await users.list(boss, filter, 10)).data.map(({ id }) => id);
    expect(await ids({ search: '100%_' })).toEqual([percent.userId]);
    expect(await ids({ search: '10%a' })).toEqual([]);
    expect(await ids({ search: 'ADA BYR' })).toHaveLength(4);
    expect(await ids({ roles: ['MANAGER'] })).toEqual([manager.userId]);
    expect(await ids({ roles: ['MANAGER', 'BOSS'] })).toHaveLength(2);
    const tomorrow = new Date(Date.now() + 86_400_000);
    expect(await ids({ createdFrom: tomorrow })).toEqual([]);
    expect(await ids({ createdBefore: tomorrow })).toHaveLength(4);
    await standing.deactivate(boss, percent.userId);
    expect(await ids({ isActive: false })).toEqual([percent.userId]);
    const first = await users.list(boss, {}, 3);
    expect(first.page.hasMore).toBe(true);
    const second = await users.list(boss, {}, 3, first.page.nextCursor ?? '');
    expect(second.page.hasMore).toBe(false);
    const all = [...first.data, ...second.data].map(({ id }) => id);
    expect(new Set(all)).toEqual(
      new Set([boss, manager, employee, percent].map(({ userId }) => userId)),
    );
  });

  it('sorts by name and by time, either way, and page by page', async () => {
    const names = [
      ['Zoe', 'abel'],
      ['Ann', 'Abel'],
      ['Bob', 'abel'],
      ['Ida', 'Ålund'],
    ] as const;
    for (const [index, [firstName, lastName]] of names.entries())
      await identity.addPerson({
        email: `sorted${index}@example.com`,
        organizationId,
        role: 'EMPLOYEE',
        firstName,
        lastName,
      });
    const listed = async (sort: PeopleSort) => {
      const found: string[] = [];
      for (let cursor: string | undefined; ;) {
        const page = await users.list(boss, { search: 'sorted' }, 2, cursor, sort);
        found.push(...page.data.map(({ firstName }) => firstName));
        if (page.page.nextCursor === null) return found;
        cursor = page.page.nextCursor;
      }
    };
    expect(await listed('name')).toEqual(['Ann', 'Bob', 'Zoe', 'Ida']);
    expect(await listed('-name')).toEqual(['Ida', 'Zoe', 'Bob', 'Ann']);
    expect(await listed('createdAt')).toEqual(['Zoe', 'Ann', 'Bob', 'Ida']);
    expect(await listed('-createdAt')).toEqual(['Ida', 'Bob', 'Ann', 'Zoe']);
    const { page } = await users.list(boss, {}, 2, undefined, 'name');
    await expect(users.list(boss, {}, 2, page.nextCursor ?? '', 'createdAt')).rejects.toMatchObject(
      { code: 'validation_failed' },
    );
  });
});

import { events } from '@gatehouse/contracts/events';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  erasureOf,
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { after, hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';
import { DraftingService } from './drafting.service.js';
import { NoticesRepository } from './notices.repository.js';
import { TellingService } from './telling.service.js';

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications({ available: false } as SmsSender);
});
afterEach(() => notifications.stop());

const organizationId = newId();
const everybody = { everybody: true, roles: [], groupIds: [] };
const add = (count: number): string[] =>
  Array.from({ length: count }, () => notifications.addPerson());
const announce = (subject: string, more: object = {}) =>
  notifications.notify([], subject, {
    organizationId,
    audience: everybody,
    channels: ['in_app'],
    ...more,
  });
const tellAll = async () => {
  const telling = notifications.get(TellingService);
  let rounds = 1;
  while (await telling.workDue()) rounds += 1;
  return rounds;
};
const told = async () => {
  const { rows } = await notifications.pool.query<{ user_id: string }>(
    'SELECT user_id FROM notifications.deliveries',
  );
  return rows.map((row) => row.user_id).toSorted();
};

describe('a notice to many', () => {
  it('is told page by page, to each once, though several look at the same time', async () => {
    const people = add(450);
    await announce('Closed on Friday');
    const drafting = notifications.get(DraftingService);
    const draft = drafting.draft.bind(drafting);
    const sizes: number[] = [];
    drafting.draft = async (...given) => {
      const found = await draft(...given);
      sizes.push(found.drafts.length);
      return found;
    };
    await Promise.all([tellAll(), tellAll()]);
    expect(await told()).toEqual(people.toSorted());
    expect(Math.max(...sizes)).toBeLessThanOrEqual(200);
    const { rows } = await notifications.pool.query('SELECT told_at FROM notifications.notices');
    expect(rows).toEqual([{ told_at: expect.any(Date) as Date }]);
  });

  it('goes on where it stopped when a page could not be told', async () => {
    const people = add(250);
    await announce('Closed on Friday');
    const directory = notifications.people;
    const look = directory.contactOf;
    let looks = 0;
    directory.contactOf = async (ids) => {
      looks += 1;
      if (looks === 2) throw new Error('identity is away');
      return look(ids);
    };
    await tellAll();
    expect(await told()).toHaveLength(200);
    notifications.clock.ahead += hours(1);
    await tellAll();
    expect(await told()).toEqual(people.toSorted());
  });

  it('reaches nobody who is erased in the moment of telling', async () => {
    const [gone = '', other] = add(2);
    await announce('Closed on Friday');
    const look = notifications.people.contactOf;
    notifications.people.contactOf = async (ids) => {
      notifications.people.contactOf = look;
      const before = await look(ids);
      notifications.people.people.delete(gone);
      await notifications.happen(events.userErased, erasureOf(notifications, gone, []));
      return before;
    };
    await tellAll();
    await tellAll();
    expect(await told()).toEqual([other]);
  });
});

describe('a notice for later', () => {
  const sendAt = () => after(notifications.clock.now(), hours(3));

  it('is told then, and to whoever is there then', async () => {
    const [first] = add(1);
    await announce('Closed on Friday', { sendAt: sendAt() });
    await tellAll();
    expect(await told()).toEqual([]);
    const [second] = add(1);
    notifications.clock.ahead += hours(3);
    await tellAll();
    expect(await told()).toEqual([first, second].toSorted());
  });

  it('is not told to somebody named who has left the organization by then', async () => {
    const [left = '', stays = ''] = add(2);
    const named = { organizationId, recipients: 2, sendAt: sendAt() };
    await notifications.notify([left, stays], 'The new prices', { ...named, channels: ['in_app'] });
    notifications.people.former.add(left);
    notifications.clock.ahead += hours(3);
    await tellAll();
    expect(await told()).toEqual([stays]);
  });

  it('is either told or taken back', async () => {
    const repository = notifications.get(NoticesRepository);
    const { database, clock } = notifications;
    add(1);
    await announce('Closed on Friday', { sendAt: sendAt() });
    const scope = { organizationId, isStaff: false };
    const [row] = await repository.list(database.connection, scope, 'scheduled', clock.now(), 10);
    const cancel = () =>
      database.transaction((tx) => repository.cancel(tx, scope, row?.id ?? '', clock.now()));
    const cancelled = await Promise.all([cancel(), cancel(), cancel()]);
    expect(cancelled.filter(Boolean)).toHaveLength(1);
    clock.ahead += hours(3);
    await tellAll();
    expect(await told()).toEqual([]);
    await announce('Closed on Monday', { sendAt: sendAt() });
    const [later] = await repository.list(database.connection, scope, 'scheduled', clock.now(), 10);
    clock.ahead += hours(3);
    const late = await database.transaction((tx) =>
      repository.cancel(tx, scope, later?.id ?? '', clock.now()),
    );
    expect(late).toBeNull();
    await tellAll();
    expect(await told()).toHaveLength(1);
  });

  it('outlives the retention of what was told', async () => {
    const repository = notifications.get(NoticesRepository);
    const { database, clock } = notifications;
    await announce('Closed on Friday', { sendAt: after(clock.now(), hours(2_400)) });
    await announce('Open again');
    await tellAll();
    clock.ahead += hours(2_200);
    await repository.purge(database.connection, clock.now());
    const { rows } = await notifications.pool.query(
      `SELECT content ->> 'subject' AS subject FROM notifications.notices`,
    );
    expect(rows).toEqual([{ subject: 'Closed on Friday' }]);
  });
});

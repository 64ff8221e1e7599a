import { events } from '@gatehouse/contracts/events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  erasureOf,
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { newId } from '../../../kernel/id.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications({ available: false } as SmsSender);
});
afterEach(() => notifications.stop());

it('attack 38: an erasure leaves an address alone that is of another person too', async () => {
  const shared = 'desk@example.com';
  const people = [shared, shared].map((email) => notifications.addPerson({ email }));
  await notifications.notify(people, 'Hello');
  await notifications.work();
  const [userId = ''] = people;
  await notifications.happen(events.userErased, erasureOf(notifications, userId, []));
  const { rows } = await notifications.pool.query(
    'SELECT address_key FROM notifications.addresses',
  );
  expect(rows).toEqual([{ address_key: shared }]);
});

it('forgets whom identity has erased (C43)', async () => {
  const userId = notifications.addPerson({ email: 'gone@example.com' });
  const other = notifications.addPerson();
  await notifications.happen(events.userRegistered, {
    userId,
    email: 'gone@example.com',
    firstName: 'Gone',
    lastName: 'Away',
  });
  await notifications.work();
  await notifications.notify([userId, other], 'Pending');
  await notifications.notify([other], 'Write to Gone@example.com', {
    content: {
      subject: 'Write to Gone@example.com',
      text: 'To <gone@example.com>,\nnot to other.gone@example.com',
    },
  });
  const joined = { invitationId: newId(), organizationId: newId(), userId, role: 'EMPLOYEE' };
  const email = 'gone@example.com';
  await notifications.happen(events.invitationAccepted, { ...joined, email, invitedBy: other });
  await notifications.work();
  notifications.people.people.delete(userId);
  await notifications.happen(
    events.userErased,
    erasureOf(notifications, userId, ['gone@example.com']),
  );
  await notifications.work();
  await notifications.erase();
  const tables = ['notifications', 'deliveries', 'preferences', 'notices', 'addresses', 'texts'];
  for (const table of tables) {
    const { rows } = await notifications.pool.query<{ line: string }>(
      `SELECT row_to_json(t)::text AS line FROM notifications.${table} t`,
    );
    const lines = rows.map(({ line }) => line).join('\n');
    expect(lines).not.toContain(userId);
    expect(lines).not.toMatch(/(?<!other\.)gone@example\.com/i);
  }
  const kept = await notifications.inboxOf(other);
  expect(kept.map(({ title, body }) => `${title}: ${body}`).toSorted()).toEqual([
    'Pending: About: Pending',
    'Write to [erased]: To <[erased]>,\nnot to other.gone@example.com',
    'Your invitation was accepted: [erased] has joined as EMPLOYEE.',
  ]);
});

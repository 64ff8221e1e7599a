import { events } from '@gatehouse/contracts/events';
import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { hours, minutes } from '../../../kernel/clock.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';
import { Dispatcher } from './dispatcher.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { TellingService } from '../notices/telling.service.js';

const sms = { available: false } as SmsSender;

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications(sms);
});
afterEach(() => notifications.stop());

const subjects = async () => (await notifications.mails()).map(({ subject }) => subject);
const choose = (userId: string, wish: Partial<typeof defaultPreferences>) =>
  notifications.get(PreferencesService).replace(userId, { ...defaultPreferences, ...wish });

describe('looks again before it goes', () => {
  const mailsOf = async (userId: string) =>
    (await notifications.deliveriesOf(userId)).filter(({ channel }) => channel === 'email');
  const change = (userId: string, to: object) => {
    const person = notifications.people.people.get(userId);
    if (person) notifications.people.people.set(userId, { ...person, ...to });
  };
  const noMail = { channels: { in_app: true, email: false, sms: false } };

  it.each<[string, string, (userId: string) => unknown]>([
    ['has switched it off', 'switched it off', (userId) => choose(userId, noMail)],
    ['was deactivated', 'not active', (userId) => change(userId, { isActive: false })],
    [
      'has another address',
      'no longer theirs',
      (userId) => change(userId, { email: 'new@example.com' }),
    ],
    ['is gone', 'gone', (userId) => notifications.people.people.delete(userId)],
  ])('nothing goes to somebody who %s meanwhile', async (_what, words, happens) => {
    const userId = notifications.addPerson({ email: 'old@example.com' });
    await notifications.notify([userId], 'Late');
    await notifications.get(TellingService).workDue();
    await happens(userId);
    await notifications.get(Dispatcher).workDue();
    expect(await subjects()).toEqual([]);
    const [mail] = await mailsOf(userId);
    expect(mail?.state).toBe('cancelled');
    expect((await notifications.stepsOf(mail?.id ?? '')).at(-1)).toContain(words);
  });

  it('also at the mail itself, which may wait for its server for hours', async () => {
    const userId = notifications.addPerson({ email: 'old@example.com' });
    await notifications.notify([userId], 'Waits');
    await notifications.work();
    const objection = async () => {
      const id = (await notifications.mails()).at(-1)?.id;
      return notifications.outbox.objectionTo({ id, kind: 'notification' } as never);
    };
    expect(await objection()).toBeNull();
    change(userId, { email: 'new@example.com' });
    expect(await objection()).toContain('no longer theirs');
    change(userId, { email: 'old@example.com' });
    expect(await objection()).toBeNull();
    await notifications.pool.query(
      'UPDATE notifications.addresses SET suppressed_at = now(), suppression_id = gen_random_uuid()',
    );
    expect(await objection()).toContain('bounced');
  });

  it('joins what is still wanted without what is not', async () => {
    const userId = notifications.addPerson({ email: 'ada@example.com' });
    const person = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
    await notifications.happen(events.userRegistered, { userId, ...person });
    await notifications.notify([userId], 'Unwanted');
    await notifications.get(TellingService).workDue();
    const messages = { in_app: true, email: false, sms: false };
    await choose(userId, { categories: { ...defaultPreferences.categories, messages } });
    await notifications.get(Dispatcher).workDue();
    expect(await subjects()).toEqual(['Welcome to our platform']);
    expect((await mailsOf(userId)).map(({ state }) => state).toSorted()).toEqual([
      'cancelled',
      'queued',
    ]);
  });
});

it('what is critical goes first, whatever waits', async () => {
  const crowd = Array.from({ length: 120 }, () => notifications.addPerson());
  await notifications.notify(crowd, 'News');
  await notifications.get(TellingService).workDue();
  notifications.clock.ahead += 10;
  const userId = notifications.addPerson();
  await notifications.notify([userId], 'Somebody else signed in', { category: 'security' });
  await notifications.get(TellingService).workDue();
  await notifications.get(Dispatcher).workDue();
  const sent = await subjects();
  expect(sent).toContain('Somebody else signed in');
  expect(sent.length).toBeLessThan(crowd.length);
});

describe('an address that nothing can be sent to', () => {
  /** Asking about some people fails. */
  const breakDown = (broken: ReadonlySet<string>) => {
    const { people } = notifications;
    const ask = people.contactOf;
    people.contactOf = async (ids) => {
      if (ids.some((id) => broken.has(id))) throw new Error('lookup of <a@example.com> failed');
      return ask(ids);
    };
    return () => void (people.contactOf = ask);
  };
  const addPeople = async (count: number) => {
    const ids = Array.from({ length: count }, () => notifications.addPerson());
    await notifications.notify(ids, 'Hello');
    await notifications.get(TellingService).workDue();
    return ids;
  };

  it('keeps no others waiting, were there fifty of it', async () => {
    const bad = await addPeople(55);
    notifications.clock.ahead += 10;
    await addPeople(3);
    breakDown(new Set(bad));
    for (let round = 0; round < 3; round += 1) await notifications.get(Dispatcher).workDue();
    expect(await notifications.mails()).toHaveLength(3);
  });

  it('is tried later and later, given up with the words, and carried when it works again', async () => {
    const [userId = ''] = await addPeople(1);
    const repair = breakDown(new Set([userId]));
    const mail = async () =>
      (await notifications.deliveriesOf(userId)).find(({ channel }) => channel === 'email');
    const tries = async () => {
      const { rows } = await notifications.pool.query<{ tries: number }>(
        `SELECT max(tries) AS tries FROM notifications.deliveries`,
      );
      return rows[0]?.tries;
    };
    const look = () => notifications.get(Dispatcher).workDue();
    await look();
    await look();
    expect(await tries()).toBe(1);
    for (let hour = 0; hour < 20; hour += 1) {
      notifications.clock.ahead += hours(1);
      await look();
    }
    expect((await mail())?.state).toBe('failed');
    const steps = await notifications.stepsOf((await mail())?.id ?? '');
    expect(steps.filter((step) => step.startsWith('deferred'))).toHaveLength(15);
    expect(steps.at(-1)).toBe('failed: Given up: Error: lookup of <[address]> failed');
    repair();
    await notifications.notify([userId], 'Works again');
    await notifications.work();
    expect(await subjects()).toEqual(['Works again']);
  });
});

describe('one message a minute to an address (S3-066)', () => {
  it('by joining, and nothing is lost', async () => {
    const userId = notifications.addPerson();
    await notifications.notify([userId], 'First');
    await notifications.work();
    for (const subject of ['Second', 'Third', 'Fourth']) {
      await notifications.notify([userId], subject);
      await notifications.work();
    }
    expect(await subjects()).toEqual(['First']);
    notifications.clock.ahead += minutes(1);
    await notifications.work();
    expect(await subjects()).toEqual(['First', '3 new notifications']);
    const [, joined] = await notifications.mails();
    for (const subject of ['Second', 'Third', 'Fourth']) {
      expect(joined?.text).toContain(`About: ${subject}`);
      expect(joined?.html).toContain(`About: ${subject}`);
    }
  });

  it('also when many processes dispatch at once', async () => {
    const userId = notifications.addPerson();
    const dispatcher = notifications.get(Dispatcher);
    for (let round = 1; round <= 5; round += 1) {
      for (let number = 0; number < 4; number += 1)
        await notifications.notify([userId], `${round}-${number}`);
      await notifications.get(TellingService).workDue();
      await Promise.all(Array.from({ length: 10 }, () => dispatcher.workDue()));
      expect(await notifications.mails()).toHaveLength(round);
      notifications.clock.ahead += minutes(1);
    }
    const all = (await notifications.mails()).map(({ text }) => text).join();
    for (let round = 1; round <= 5; round += 1)
      for (let number = 0; number < 4; number += 1) expect(all).toContain(`${round}-${number}`);
  });
});

describe('what becomes of it', () => {
  const outcome = async (state: 'sent' | 'deferred' | 'bounced' | 'failed', words: string) => {
    const row = { id: (await notifications.mails()).at(-1)?.id, kind: 'notification' } as never;
    await notifications.database.transaction((tx) =>
      notifications.outbox.tell(tx, row, { state, words }),
    );
  };

  it('is written down in the provider’s words', async () => {
    const userId = notifications.addPerson();
    await notifications.notify([userId], 'Hello');
    await notifications.work();
    await outcome('deferred', '451 try later');
    await outcome('sent', '250 OK queued as 42');
    const mail = (await notifications.deliveriesOf(userId)).find((one) => one.channel === 'email');
    expect(mail?.state).toBe('sent');
    expect(await notifications.stepsOf(mail?.id ?? '')).toEqual([
      'queued: Queued',
      'queued: On its way to the mail server',
      'deferred: 451 try later',
      'sent: 250 OK queued as 42',
    ]);
  });

  it('nothing more is sent to an address that is none', async () => {
    const userId = notifications.addPerson();
    await notifications.notify([userId], 'Hello');
    await notifications.work();
    await outcome('bounced', '550 5.1.1 no such user');
    notifications.clock.ahead += minutes(1);
    await notifications.notify([userId], 'Again');
    await notifications.work();
    const mails = (await notifications.deliveriesOf(userId)).filter(
      ({ channel }) => channel === 'email',
    );
    expect(mails.map(({ state }) => state)).toEqual(['bounced', 'suppressed']);
    expect(await subjects()).toEqual(['Hello']);
    expect((await notifications.stepsOf(mails[1]?.id ?? '')).at(-1)).toContain('550 5.1.1');
  });
});

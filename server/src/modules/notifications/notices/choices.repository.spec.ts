import { events } from '@gatehouse/contracts/events';
import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';
import { PreferencesService } from '../preferences/preferences.service.js';

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications({ available: false } as SmsSender);
});
afterEach(() => notifications.stop());

const subjects = async () => (await notifications.mails()).map(({ subject }) => subject);
const statesOf = async (userId: string) =>
  (await notifications.deliveriesOf(userId)).map(({ state }) => state);
const choose = (userId: string, wish: Partial<typeof defaultPreferences>) =>
  notifications.get(PreferencesService).replace(userId, { ...defaultPreferences, ...wish });

describe('people choose', () => {
  it('by which channels they are told of what', async () => {
    const noMail = notifications.addPerson();
    await choose(noMail, { channels: { in_app: true, email: false, sms: false } });
    const noMessages = notifications.addPerson();
    const messages = { in_app: false, email: false, sms: false };
    await choose(noMessages, { categories: { ...defaultPreferences.categories, messages } });
    await notifications.notify([noMail, noMessages], 'Hello');
    await notifications.work();
    expect(await subjects()).toEqual([]);
    expect(await notifications.deliveriesOf(noMail)).toMatchObject([{ channel: 'in_app' }]);
    expect(await notifications.inboxOf(noMessages)).toEqual([]);
    expect(await statesOf(noMessages)).toEqual(['skipped', 'skipped', 'skipped']);
  });

  it('when to be left alone: it is held back, and nothing is lost', async () => {
    const userId = notifications.addPerson();
    const now = notifications.clock.now();
    const hour = (ahead: number) =>
      `${String((now.getUTCHours() + ahead + 24) % 24).padStart(2, '0')}:00`;
    await choose(userId, { quietHours: { from: hour(-1), until: hour(2) } });
    await notifications.notify([userId], 'One');
    await notifications.notify([userId], 'Two');
    await notifications.work();
    expect(await subjects()).toEqual([]);
    expect(await notifications.inboxOf(userId)).toHaveLength(2);
    notifications.clock.ahead += hours(2);
    await notifications.work();
    expect(await subjects()).toEqual(['2 new notifications']);
  });

  it('in which language they read; the language without the country, then English stand in', async () => {
    for (const locale of ['de', 'de-AT', 'it']) {
      const userId = notifications.addPerson();
      await choose(userId, { locale });
      const person = { email: 'a@example.com', firstName: 'Ada', lastName: 'Lovelace' };
      await notifications.happen(events.userRegistered, { userId, ...person });
      await notifications.work();
    }
    expect(await subjects()).toEqual(['Willkommen', 'Willkommen', 'Welcome to our platform']);
  });
});

describe('the language of the reader', () => {
  const paid = async (locale: string) => {
    const userId = notifications.addPerson();
    await choose(userId, { locale });
    await notifications.happen(events.paymentProcessed, {
      paymentId: newId(),
      userId,
      transactionId: 'txn_42',
      amount: '49.90',
      currency: 'EUR',
    });
    await notifications.work();
    return (await notifications.mails()).at(-1);
  };
  const dayIn = (locale: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' }).format(
      notifications.clock.now(),
    );

  it('is that of the frame and of the dates, where the template speaks it', async () => {
    const german = await paid('de-AT');
    expect(german?.html).toContain('<html lang="de">');
    expect(german?.text).toContain(`vom ${dayIn('de-AT')} ist ausgeführt`);
    expect(german?.text).toContain('Abbestellen:');
    const italian = await paid('it');
    expect(italian?.html).toContain('<html lang="en">');
    expect(italian?.text).toContain(`on ${dayIn('en-GB')} went through`);
    expect(italian?.text).toContain('Unsubscribe:');
  });

  it('has what a detection found, and how much it matters', async () => {
    const watcher = notifications.addPerson();
    notifications.people.staff = [watcher];
    await choose(watcher, { locale: 'de' });
    const alert = { alertId: newId(), detection: 'new_devices', severity: 'critical' } as const;
    const summary = '7 new devices signed in to one account in 60 minutes';
    const said = { key: 'new_devices', facts: { count: '7', minutes: '60' } };
    const about = { subject: `alert/${alert.alertId}` };
    await notifications.happen(events.alertRaised, { ...alert, summary, said }, about);
    // As an earlier release told it.
    await notifications.happen(events.alertRaised, { ...alert, summary }, about);
    await notifications.work();
    expect(await notifications.inboxOf(watcher)).toMatchObject([
      {
        title: 'Sicherheitswarnung (kritisch)',
        body: '7 neue Geräte meldeten sich in 60 Minuten bei einem Konto an',
      },
      { title: 'Sicherheitswarnung (kritisch)', body: summary },
    ]);
  });

  it('has names of second factors', async () => {
    const userId = notifications.addPerson();
    await choose(userId, { locale: 'de' });
    await notifications.happen(events.twoFactorEnabled, { userId, method: 'totp' });
    await notifications.work();
    const [told] = await notifications.inboxOf(userId);
    expect(told?.body).toContain('jetzt bestätigen durch eine Authenticator-App.');
  });
});

import { type CloudEvent, events } from '@gatehouse/contracts/events';
import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  erasureOf,
  startNotifications,
  type TestNotifications,
} from '../../../../test/harness/notifications.js';
import { hours } from '../../../kernel/clock.js';
import { newId } from '../../../kernel/id.js';
import type { SmsSender } from '../../../platform/sms/sms-sender.js';
import { Dispatcher } from '../carriage/dispatcher.js';
import { NoticesListener } from './notices.listener.js';
import { PreferencesService } from '../preferences/preferences.service.js';
import { TellingService } from './telling.service.js';

const sms = { available: false } as SmsSender;

let notifications: TestNotifications;
beforeEach(async () => {
  notifications = await startNotifications(sms);
});
afterEach(() => notifications.stop());

const subjects = async () => (await notifications.mails()).map(({ subject }) => subject);
const statesOf = async (userId: string) =>
  (await notifications.deliveriesOf(userId)).map(({ state }) => state);
const choose = (userId: string, wish: Partial<typeof defaultPreferences>) =>
  notifications.get(PreferencesService).replace(userId, { ...defaultPreferences, ...wish });

const payment = (userId: string) => ({
  paymentId: newId(),
  userId,
  transactionId: 'txn_42',
  amount: '49.90',
  currency: 'EUR',
});

describe('what has happened is told', () => {
  it('S3-076: a welcome to whoever registered, and preferences to begin with', async () => {
    const userId = notifications.addPerson({ email: 'ada@example.com' });
    const person = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
    await notifications.happen(events.userRegistered, { userId, ...person });
    await notifications.work();
    const [mail] = await notifications.mails();
    expect(mail).toMatchObject({ to: 'ada@example.com', subject: 'Welcome to our platform' });
    expect(mail?.headers).toEqual({
      'List-Unsubscribe': expect.stringMatching(
        /^<http:\/\/\S+\/api\/v1\/notifications\/unsubscribe\?token=[\w.-]+>$/,
      ),
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(mail?.text).toContain('Hello Ada Lovelace,');
    expect(mail?.html).toContain('ada@example.com');
    expect(await notifications.inboxOf(userId)).toMatchObject([
      { title: 'Welcome to our platform', category: 'account' },
    ]);
    const { rows } = await notifications.pool.query(
      'SELECT user_id, channels FROM notifications.preferences',
    );
    expect(rows).toEqual([{ user_id: userId, channels: defaultPreferences.channels }]);
  });

  it('somebody else’s address gets no mail until its owner has confirmed it', async () => {
    const userId = notifications.addPerson({ emailVerified: false });
    const person = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
    await notifications.happen(events.userRegistered, { userId, ...person });
    await notifications.work();
    expect(await subjects()).toEqual([]);
    expect(await notifications.inboxOf(userId)).toHaveLength(1);
    await notifications.happen(events.passwordReset, { userId });
    await notifications.work();
    expect(await subjects()).toEqual(['Welcome to our platform']);
  });

  it('an address that is confirmed in the moment of telling gets its mail', async () => {
    const { people } = notifications;
    const userId = notifications.addPerson({ emailVerified: false });
    const person = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' };
    await notifications.happen(events.userRegistered, { userId, ...person });
    const look = people.contactOf;
    people.contactOf = async (ids) => {
      people.contactOf = look;
      const before = await look(ids);
      for (const each of before) people.people.set(userId, { ...each, emailVerified: true });
      await notifications.happen(events.passwordReset, { userId });
      return before;
    };
    await notifications.work();
    await notifications.work();
    expect(await subjects()).toEqual(['Welcome to our platform']);
    const titles = (await notifications.inboxOf(userId)).map(({ title }) => title);
    expect(titles.filter((title) => title === 'Welcome to our platform')).toHaveLength(1);
  });

  it.each([
    [events.paymentCreated, {}, 'Payment Received'],
    [events.paymentProcessed, {}, 'Payment Confirmation'],
    [events.paymentFailed, { errorMessage: 'Card <declined>' }, 'Payment Failed - Action Required'],
    [events.paymentRefunded, { refundId: newId() }, 'Payment Refunded'],
  ])('S3-077 to S3-079: $type', async (event, more, subject) => {
    const userId = notifications.addPerson();
    await notifications.happen(event, { ...payment(userId), ...more });
    await notifications.work();
    const [mail] = await notifications.mails();
    expect(mail?.subject).toBe(subject);
    expect(mail?.text).toContain('49.90 EUR');
    expect(mail?.text).toContain('txn_42');
    if ('errorMessage' in more) {
      expect(mail?.text).toContain('Card <declined>');
      expect(mail?.html).toContain('Card &lt;declined&gt;');
    }
  });

  it('an event that comes again is told no second time', async () => {
    const userId = notifications.addPerson();
    await notifications.happen(events.paymentCreated, payment(userId));
    await notifications.work();
    const { rows } = await notifications.pool.query<{ event: CloudEvent }>(
      'SELECT event FROM shop.outbox',
    );
    const past = rows.map(({ event }) => event);
    const listener = notifications.get(NoticesListener);
    await notifications.database.transaction((tx) => listener.handle(tx, past));
    await notifications.work();
    expect(await subjects()).toEqual(['Payment Received']);
    expect(await notifications.inboxOf(userId)).toHaveLength(1);
    // As if it had never been told.
    await notifications.pool.query('DELETE FROM notifications.notices');
    await notifications.database.transaction((tx) => listener.handle(tx, past));
    const told = await notifications.pool.query('SELECT id FROM notifications.notices');
    expect(told.rows).toEqual([{ id: past[0]?.id }]);
  });

  it('a mail carries the request on that led to it', async () => {
    const userId = notifications.addPerson();
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const causedBy = { correlationid: 'request-1', traceparent } as CloudEvent;
    await notifications.happen(events.paymentCreated, payment(userId), { causedBy });
    await notifications.work();
    const { rows } = await notifications.pool.query(
      'SELECT correlation_id, traceparent FROM platform.mails',
    );
    expect(rows).toEqual([{ correlation_id: 'request-1', traceparent }]);
  });

  it('events that were given up to the staff who look after them', async () => {
    notifications.people.staff = [notifications.addPerson()];
    const about = { subject: 'listener/webhooks' };
    await notifications.happen(events.eventsParked, { listener: 'webhooks', count: 3 }, about);
    await notifications.work();
    expect(await subjects()).toEqual(['Events could not be handled by webhooks']);
  });

  it('an alert to the staff who watch, whatever they have chosen', async () => {
    const watcher = notifications.addPerson();
    notifications.addPerson();
    notifications.people.staff = [watcher];
    const off = { in_app: false, email: false, sms: false };
    await choose(watcher, {
      channels: off,
      categories: { ...defaultPreferences.categories, security: off },
      quietHours: { from: '00:00', until: '23:59' },
    });
    const alert = {
      alertId: newId(),
      detection: 'password_spraying',
      severity: 'critical',
      summary: '120 accounts tried from 203.0.113.7',
    } as const;
    const about = { subject: `alert/${alert.alertId}` };
    await notifications.happen(events.alertRaised, alert, about);
    await notifications.work();
    expect(await subjects()).toEqual(['Security alert (critical)']);
    const [mail] = await notifications.mails();
    expect(mail?.headers).toEqual({});
    expect(mail?.text).not.toContain('Unsubscribe');
    expect(await notifications.inboxOf(watcher)).toHaveLength(1);
  });

  it.each([
    [events.newDeviceUsed, { sessionId: newId() }, 'New sign-in to your account'],
    [events.passwordChanged, {}, 'Your password was changed'],
    [events.passwordReset, {}, 'Your password was changed'],
    [events.twoFactorEnabled, { method: 'passkey' }, 'A second factor was turned on'],
    [events.twoFactorDisabled, { method: 'totp' }, 'A second factor was turned off'],
    [events.accountExported, {}, 'Everything we know about you'],
    [
      events.newPlaceUsed,
      { sessionId: newId(), country: 'NL' },
      'New sign-in to your account from Netherlands',
    ],
    [events.deviceTrusted, { deviceId: newId() }, 'A device is trusted'],
    [events.twoFactorVerified, { method: 'backup_code' }, 'A backup code was used'],
    [events.backupCodesRegenerated, {}, 'Your backup codes were replaced'],
    [events.apiKeyCreated, { apiKeyId: newId(), name: 'X', scopes: [] }, 'An API key was made'],
    [events.apiKeyRotated, { apiKeyId: newId(), name: 'X' }, 'An API key was rotated'],
    [
      events.apiKeyExpiring,
      { apiKeyId: newId(), name: 'CI', expiresAt: '2026-12-01T00:00:00.000Z', isService: false },
      'An API key ends soon',
    ],
  ])('$type in the inbox alone, as identity has mailed it', async (event, more, title) => {
    const userId = notifications.addPerson();
    await notifications.happen(event, { userId, ...more });
    await notifications.work();
    expect(await notifications.inboxOf(userId)).toMatchObject([{ title }]);
    expect(await subjects()).toEqual([]);
  });

  it('nothing of a second factor that is accepted day by day', async () => {
    const userId = notifications.addPerson();
    await notifications.happen(events.twoFactorVerified, { userId, method: 'totp' });
    await notifications.work();
    expect(await notifications.inboxOf(userId)).toEqual([]);
  });

  it('an ownership that was handed over to whoever had it', async () => {
    const [userId, previousOwnerId] = [notifications.addPerson(), notifications.addPerson()];
    const handed = { userId, previousOwnerId, organizationId: newId() };
    await notifications.happen(events.ownershipTransferred, handed);
    await notifications.work();
    expect(await notifications.inboxOf(previousOwnerId)).toMatchObject([
      { title: 'You handed your organization over' },
    ]);
    expect(await notifications.inboxOf(userId)).toEqual([]);
  });

  it('a new role to whose it is, and an accepted invitation to whoever made it', async () => {
    const [userId, invitedBy] = [notifications.addPerson(), notifications.addPerson()];
    const joined = { invitationId: newId(), organizationId: newId(), userId, role: 'EMPLOYEE' };
    const email = 'grace@example.com';
    await notifications.happen(events.roleChanged, { userId, from: 'EMPLOYEE', to: 'MANAGER' });
    await notifications.happen(events.invitationAccepted, { ...joined, email, invitedBy });
    await notifications.happen(events.invitationAccepted, joined);
    await notifications.work();
    expect(await notifications.inboxOf(userId)).toMatchObject([
      { title: 'Your role was changed', body: 'Your role is now MANAGER.' },
    ]);
    expect(await notifications.inboxOf(invitedBy)).toMatchObject([
      { title: 'Your invitation was accepted', body: `${email} has joined as EMPLOYEE.` },
    ]);
  });

  it('a webhook that was switched off to those who may do something about it', async () => {
    const manager = notifications.addPerson();
    notifications.people.members = [manager];
    const disabled = { endpointId: newId(), url: 'https://x.example/', reason: 'gone' } as const;
    await notifications.happen(events.webhookDisabled, disabled, { organizationId: newId() });
    await notifications.work();
    expect(await notifications.inboxOf(manager)).toMatchObject([
      { title: 'A webhook endpoint was switched off' },
    ]);
    expect(await subjects()).toEqual([]);
  });

  it('an alert to whom it was given, unless they took it themselves', async () => {
    const [giver, taker] = [notifications.addPerson(), notifications.addPerson()];
    const alert = { alertId: newId(), detection: 'new_devices', severity: 'high' } as const;
    const given = { ...alert, summary: 'Many devices', assigneeId: taker };
    const subject = `alert/${alert.alertId}`;
    await notifications.happen(events.alertAssigned, given, { subject, actorId: taker });
    await notifications.work();
    expect(await notifications.inboxOf(taker)).toEqual([]);
    await notifications.happen(events.alertAssigned, given, { subject, actorId: giver });
    await notifications.work();
    expect(await notifications.inboxOf(taker)).toMatchObject([
      { title: 'An alert is yours (high)', body: 'Many devices' },
    ]);
    expect(await subjects()).toEqual(['An alert is yours (high)']);
  });

  it('once, though the event comes twice and many look at the same time', async () => {
    const userId = notifications.addPerson();
    await notifications.notify([userId], 'Once');
    const telling = notifications.get(TellingService);
    await Promise.all(Array.from({ length: 8 }, () => telling.workDue()));
    expect(await notifications.inboxOf(userId)).toHaveLength(1);
    const dispatcher = notifications.get(Dispatcher);
    await Promise.all(Array.from({ length: 8 }, () => dispatcher.workDue()));
    expect(await subjects()).toEqual(['Once']);
  });

  it('later, when it could not be told; given up at last', async () => {
    const userId = notifications.addPerson();
    const content = { template: 'missing', variables: {} };
    await notifications.notify([userId], '', { content });
    for (let tries = 0; tries < 12; tries += 1) {
      await notifications.work();
      notifications.clock.ahead += hours(1);
    }
    const { rows } = await notifications.pool.query(
      'SELECT attempts, failed_at IS NOT NULL AS over, error FROM notifications.notices',
    );
    expect(rows).toEqual([{ attempts: 12, over: true, error: 'there is no template missing' }]);
  });

  it('not to somebody who is not active', async () => {
    const userId = notifications.addPerson({ isActive: false });
    await notifications.notify([userId], 'Nothing');
    await notifications.work();
    expect(await subjects()).toEqual([]);
    expect(await notifications.inboxOf(userId)).toEqual([]);
    expect(await statesOf(userId)).toEqual(['skipped', 'skipped', 'skipped']);
  });
});

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
    await notifications.happen(events.paymentProcessed, payment(userId));
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

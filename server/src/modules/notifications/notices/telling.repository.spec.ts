import { type CloudEvent, events } from '@gatehouse/contracts/events';
import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
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

import { defaultPreferences } from '@gatehouse/contracts/notifications/preferences';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  startNotifications,
  type TestNotifications,
} from '../../../../../test/harness/notifications.js';
import { after, hourOf, hours, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { PreferencesService } from '../../preferences/preferences.service.js';
import { type SmsSender, TextRefusal } from '../../../../platform/sms/sms-sender.js';

let notifications: TestNotifications;
let sent: string[];
let isAway: boolean;

const sms = {
  available: true,
  send: ({ to }) => {
    const cause = new TextRefusal('it is away', false);
    if (isAway) return Promise.reject(new AppError('message_not_sent', { cause }));
    sent.push(to);
    return Promise.resolve({ reference: null });
  },
  statusOf: () => Promise.resolve({ state: 'sent', words: '' }),
} satisfies SmsSender;

beforeEach(async () => {
  sent = [];
  isAway = false;
  notifications = await startNotifications(sms);
  // Far from the end of an hour.
  notifications.clock.moveTo(after(hourOf(notifications.clock.now()), minutes(30)));
});
afterEach(() => notifications.stop());

const phone = '+882161234567';

/** Tells somebody by SMS; the delivery. */
async function text(to = phone): Promise<string> {
  const userId = notifications.addPerson({ phone: to });
  const channels = { in_app: false, email: false, sms: true };
  await notifications.get(PreferencesService).replace(userId, {
    ...defaultPreferences,
    channels,
    categories: { ...defaultPreferences.categories, messages: channels },
  });
  await notifications.notify([userId], 'Words', { channels: ['sms'] });
  await notifications.work();
  const [delivery] = await notifications.deliveriesOf(userId);
  return delivery?.id ?? '';
}

it('a text past the budget waits for the next hour, and is not lost', async () => {
  const until = after(hourOf(notifications.clock.now()), hours(1));
  notifications.budgets.usedUp = { budget: 'country', until };
  const id = await text();
  expect(sent).toEqual([]);
  expect((await notifications.stepsOf(id)).at(-1)).toMatch(/^deferred: too many text messages/);
  notifications.budgets.usedUp = null;
  notifications.clock.moveTo(after(until, -minutes(1)));
  await notifications.work();
  expect(sent).toEqual([]);
  notifications.clock.moveTo(until);
  await notifications.work();
  expect(sent).toEqual([phone]);
  expect((await notifications.stepsOf(id)).at(-1)).toMatch(/^sent: /);
});

it('what could not be sent counts to no budget', async () => {
  isAway = true;
  await text();
  expect(notifications.budgets.taken).toBe(0);
  isAway = false;
  await text('+882161234568');
  expect(sent).toEqual(['+882161234568']);
  expect(notifications.budgets.taken).toBe(1);
});

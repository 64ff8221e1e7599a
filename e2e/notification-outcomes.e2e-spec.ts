import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { FakeTwilio } from './fakes/twilio.js';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

const twilio = new FakeTwilio();
let database: TestDatabase;
let gatehouse: RunningGatehouse;
let api: Api;
let smtp: SMTPServer;
let boss: string;
let bossId: string;
let received: string[] = [];
/** Whether the mail server knows the recipient. */
let isKnown = true;

beforeAll(async () => {
  smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onRcptTo: (_address, _session, done) => {
      const unknown = Object.assign(new Error('5.1.1 no such user'), { responseCode: 550 });
      done(isKnown ? undefined : unknown);
    },
    onData: (stream, _session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        received.push(Buffer.concat(chunks).toString());
        done();
      });
    },
  });
  smtp.on('error', () => undefined);
  smtp.listen(0, '127.0.0.1');
  await once(smtp.server, 'listening');
  await twilio.start();
  const { port } = smtp.server.address() as AddressInfo;
  database = await createTestDatabase();
  gatehouse = await startGatehouse({
    DATABASE_URL: database.url,
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
    ...twilio.environment,
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
  bossId = String((await api.validate(boss)).body.userId);
}, 60_000);
afterAll(async () => {
  await gatehouse?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
  await twilio.stop();
  await database?.drop();
});
beforeEach(() => {
  received = [];
  isKnown = true;
});

const call = (method: string, path: string, body?: unknown) =>
  api.call(method, path, { token: boss, ...(body === undefined ? {} : { body }) });
const send = (subject: string, channel: string) =>
  call('POST', '/notifications/send', {
    recipients: [bossId],
    content: { kind: 'text', subject, text: 'Words' },
    channels: [channel],
  });
const find = async (subject: string) => {
  const { data } = (await call('GET', '/notification-deliveries')).body as {
    data: { id: string; subject: string; state: string; addressSuppressed: boolean }[];
  };
  return data.find((delivery) => delivery.subject === subject);
};
const becomes = (subject: string, state: string) =>
  expect
    .poll(async () => (await find(subject))?.state, { timeout: 30_000, interval: 250 })
    .toBe(state);
const stepsOf = async (subject: string) => {
  const { body } = await call('GET', `/notification-deliveries/${(await find(subject))?.id}`);
  return (body.steps as { state: string; detail: string }[]).map(
    ({ state, detail }) => `${state}: ${detail}`,
  );
};

it('a mail is sent with the headers that end it, and what the server said is kept', async () => {
  await send('By mail', 'email');
  await becomes('By mail', 'sent');
  const mail = received.find((one) => one.includes('Subject: By mail')) ?? '';
  expect(mail).toMatch(/^List-Unsubscribe:\s+<http/m);
  expect(mail).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click/m);
  expect((await stepsOf('By mail')).at(-1)).toMatch(/^sent: 250 /);
});

it('an address that bounced gets nothing more, until somebody lifts that', async () => {
  isKnown = false;
  await send('Bounces', 'email');
  await becomes('Bounces', 'bounced');
  expect((await stepsOf('Bounces')).at(-1)).toMatch(/^bounced: .*5\.1\.1 no such user/);
  isKnown = true;
  await send('Held back', 'email');
  await becomes('Held back', 'suppressed');
  expect((await find('Held back'))?.addressSuppressed).toBe(true);
  expect(received).toEqual([]);
  const path = `/notification-deliveries/${(await find('Held back'))?.id}`;
  expect((await call('DELETE', `${path}/suppression`)).body.addressSuppressed).toBe(false);
  expect((await call('POST', `${path}/resend`)).status).toBe(202);
  await becomes('Held back', 'sent');
  expect(received.some((mail) => mail.includes('Subject: Held back'))).toBe(true);
}, 60_000);

it('a text message is followed until it has arrived, and a number that is none is remembered', async () => {
  await query(
    database.url,
    `INSERT INTO identity.phones (user_id, number, created_at, confirmed_at)
     VALUES ('${bossId}', '+15005550001', now(), now())`,
  );
  const { body: wishes } = await call('GET', '/notification-preferences');
  const all = { in_app: true, email: true, sms: true };
  const categories = { ...(wishes.categories as object), messages: all };
  await call('PUT', '/notification-preferences', { ...wishes, channels: all, categories });
  twilio.fate = { status: 'delivered' };
  await send('By SMS', 'sms');
  await becomes('By SMS', 'sent');
  expect(twilio.messages.at(-1)).toMatchObject({ to: '+15005550001', body: 'By SMS: Words' });
  const sooner = `UPDATE notifications.texts SET next_attempt_at = now()`;
  await query(database.url, sooner);
  await becomes('By SMS', 'delivered');
  twilio.fate = { status: 'undelivered', error_code: 30_005, error_message: 'Unknown' };
  await send('Nowhere', 'sms');
  await becomes('Nowhere', 'sent');
  await query(database.url, sooner);
  await becomes('Nowhere', 'bounced');
  expect((await stepsOf('Nowhere')).at(-1)).toBe('bounced: undelivered 30005 Unknown');
  await send('No more', 'sms');
  await becomes('No more', 'suppressed');
}, 60_000);

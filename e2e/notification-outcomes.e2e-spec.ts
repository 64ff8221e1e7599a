import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { FakeTwilio } from './fakes/twilio.js';
import { Api, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

const twilio = new FakeTwilio();
let gatehouse: RunningGatehouse;
let api: Api;
let smtp: SMTPServer;
let boss: string;
let bossId: string;
const secret = 'a-secret-of-the-mail-server';
const signingKey = 'a key of the account';
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
  gatehouse = await startGatehouse({
    SMTP_URL: `smtp://127.0.0.1:${port}`,
    GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1',
    GATEHOUSE_MAIL_REPORTS_SECRET: secret,
    GATEHOUSE_MAILGUN_SIGNING_KEY: signingKey,
    ...twilio.environment,
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
  bossId = String((await api.validate(boss)).body.userId);
});
afterAll(async () => {
  await gatehouse?.stop();
  await new Promise<void>((resolve) => smtp.close(resolve));
  await twilio.stop();
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
    .poll(async () => (await find(subject))?.state, { timeout: 60_000, interval: 250 })
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
  const lifts = await times(3, () => call('DELETE', `${path}/suppression`));
  expect(lifts.map(({ body }) => body.addressSuppressed)).toEqual([false, false, false]);
  // One of them did it, and is told of.
  const told = `SELECT event FROM notifications.outbox WHERE type = 'notification.suppression_lifted'`;
  expect(await query(gatehouse.databaseUrl, told)).toHaveLength(1);
  expect((await call('POST', `${path}/resend`)).status).toBe(202);
  await becomes('Held back', 'sent');
  expect(received.some((mail) => mail.includes('Subject: Held back'))).toBe(true);
});

const report = (messageId: string, outcome: string, detail = '', by = secret) =>
  api.call('POST', '/mail-reports', {
    headers: { authorization: `Bearer ${by}` },
    body: { reports: [{ messageId, outcome, detail }] },
  });

/** Sends a mail. @returns its Message-ID. */
async function mail(subject: string): Promise<string> {
  await send(subject, 'email');
  await becomes(subject, 'sent');
  const sent = received.find((one) => one.includes(`Subject: ${subject}`)) ?? '';
  return /^Message-ID: (\S+)/im.exec(sent)?.[1] ?? '';
}

async function lift(subject: string): Promise<void> {
  const path = `/notification-deliveries/${(await find(subject))?.id}/suppression`;
  expect((await call('DELETE', path)).status).toBe(200);
}

it('a mail that is returned later is known by the report, which may come late and often', async () => {
  const id = await mail('Returned');
  expect((await report(id, 'deferred', '450 4.2.2 Mailbox full')).status).toBe(204);
  expect((await report(id, 'delivered', '250 OK')).status).toBe(204);
  await becomes('Returned', 'delivered');
  const words = '550 5.1.1 <boss@example.com> No such user';
  expect(statuses(await times(4, () => report(id, 'bounced', words)))).toEqual(Array(4).fill(204));
  await report(id, 'delivered', '250 OK');
  await becomes('Returned', 'bounced');
  expect((await stepsOf('Returned')).slice(-3)).toEqual([
    'deferred: 450 4.2.2 Mailbox full',
    'delivered: 250 OK',
    'bounced: 550 5.1.1 <[address]> No such user',
  ]);
  await send('After it was returned', 'email');
  await becomes('After it was returned', 'suppressed');
  await lift('Returned');
});

it('who called a mail spam gets nothing more', async () => {
  const id = await mail('Unwanted');
  await times(3, () => report(id, 'complained', 'abuse'));
  expect(await find('Unwanted')).toMatchObject({ state: 'delivered', addressSuppressed: true });
  expect((await stepsOf('Unwanted')).at(-1)).toBe(
    'complained: Called spam by whoever got it. abuse',
  );
  await send('After it was unwanted', 'email');
  await becomes('After it was unwanted', 'suppressed');
  await lift('Unwanted');
});

it('addresses that nothing is sent to are listed, and used again for a reason', async () => {
  await report(await mail('Came back'), 'bounced', '550 5.1.1 No such user');
  const path = '/notifications/suppressions';
  const listed = async (query = '') =>
    (await call('GET', path + query)).body.data as Record<string, unknown>[];
  const [one] = await listed();
  expect(one).toMatchObject({
    channel: 'email',
    address: 'boss@example.com',
    userId: bossId,
    userName: 'Ada Lovelace',
    detail: '550 5.1.1 No such user',
  });
  expect(await listed('?channel=sms')).toEqual([]);
  const lifting = `${path}/${String(one?.id)}/lift`;
  expect((await call('POST', lifting, { reason: ' ' })).status).toBe(422);
  const body = { reason: 'The mailbox is there again' };
  const lifts = await times(3, () => call('POST', lifting, body));
  expect(lifts.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    204, 404, 404,
  ]);
  expect(await listed()).toEqual([]);
  expect(await find('Came back')).toMatchObject({ addressSuppressed: false });
  const trail = async () =>
    JSON.stringify((await call('GET', '/audit-logs?action=notification.suppression_lifted')).body);
  await expect.poll(trail).toContain(body.reason);
});

it('attack 20: reports without the secret, or of mails that nobody sent, change nothing', async () => {
  const id = await mail('Not reported');
  expect((await report(id, 'bounced', '', 'another secret of theirs')).status).toBe(401);
  const bare = { body: { reports: [{ messageId: id, outcome: 'bounced' }] } };
  expect((await api.call('POST', '/mail-reports', bare)).status).toBe(401);
  for (const unknown of [`<${crypto.randomUUID()}@example.com>`, 'no id at all', `x${id}`])
    expect((await report(unknown, 'bounced')).status).toBe(204);
  expect(await find('Not reported')).toMatchObject({ state: 'sent', addressSuppressed: false });
});

it('a message that came back is read as a mail server sends it', async () => {
  const id = await mail('Sent back');
  const message = [
    'From: MAILER-DAEMON@mail.example',
    'Content-Type: multipart/report; report-type=delivery-status; boundary=x',
    '',
    '--x',
    'Content-Type: message/delivery-status',
    '',
    'Reporting-MTA: dns; mail.example',
    '',
    'Action: failed',
    'Status: 5.1.1',
    'Diagnostic-Code: smtp; 550 5.1.1 User unknown',
    '',
    '--x',
    'Content-Type: text/rfc822-headers',
    '',
    `Message-ID: ${id}`,
    '',
    '--x--',
    '',
  ].join('\r\n');
  const hand = (body: string, by = secret) =>
    fetch(`${gatehouse.url}/api/v1/mail-reports/returned`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by}`, 'content-type': 'message/rfc822' },
      body,
    });
  expect((await hand(message, 'another-secret-of-theirs')).status).toBe(401);
  expect((await hand('x'.repeat(2_000_000))).status).toBe(413);
  expect((await hand('Subject: Away\r\n\r\nI am in Spain.')).status).toBe(204);
  expect((await find('Sent back'))?.state).toBe('sent');
  expect((await hand(message)).status).toBe(204);
  expect(await find('Sent back')).toMatchObject({ state: 'bounced', addressSuppressed: true });
  expect((await stepsOf('Sent back')).at(-1)).toBe('bounced: 550 5.1.1 User unknown');
  await lift('Sent back');
});

it('Mailgun tells by webhooks that it signed', async () => {
  const id = await mail('By Mailgun');
  const tell = (key: string, event: object, token: string = crypto.randomUUID()) => {
    const timestamp = String(Math.round(Date.now() / 1000));
    const signature = createHmac('sha256', key)
      .update(timestamp + token)
      .digest('hex');
    const message = { headers: { 'message-id': id.replace(/[<>]/g, '') } };
    const body = {
      signature: { timestamp, token, signature },
      'event-data': { id: 'x', 'log-level': 'error', message, ...event },
    };
    return api.call('POST', '/mail-reports/mailgun', { body });
  };
  const status = { code: 605, message: '', description: 'Not delivering to previously bounced' };
  const failed = { event: 'failed', severity: 'permanent', 'delivery-status': status };
  expect((await tell('another key of theirs', failed)).status).toBe(401);
  expect((await tell(signingKey, { event: 'opened' }, 'once')).status).toBe(204);
  // Replayed: nothing but the time and the token is signed.
  expect((await tell(signingKey, failed, 'once')).status).toBe(401);
  expect((await tell(signingKey, { event: 'opened' }, 'once')).status).toBe(204);
  expect((await find('By Mailgun'))?.state).toBe('sent');
  expect((await tell(signingKey, failed)).status).toBe(204);
  await becomes('By Mailgun', 'bounced');
  expect((await stepsOf('By Mailgun')).at(-1)).toBe(
    'bounced: 605 Not delivering to previously bounced',
  );
  await lift('By Mailgun');
});

it('a text message is followed until it has arrived, and a number that is none is remembered', async () => {
  await query(
    gatehouse.databaseUrl,
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
  await query(gatehouse.databaseUrl, sooner);
  await becomes('By SMS', 'delivered');
  twilio.fate = { status: 'canceled' };
  await send('Called off', 'sms');
  await becomes('Called off', 'sent');
  await query(gatehouse.databaseUrl, sooner);
  await becomes('Called off', 'failed');
  twilio.fate = { status: 'undelivered', error_code: 30_005, error_message: 'Unknown' };
  await send('Nowhere', 'sms');
  await becomes('Nowhere', 'sent');
  await query(gatehouse.databaseUrl, sooner);
  await becomes('Nowhere', 'bounced');
  expect((await stepsOf('Nowhere')).at(-1)).toBe('bounced: undelivered 30005 Unknown');
  await send('No more', 'sms');
  await becomes('No more', 'suppressed');
});

/** Has a link mailed to the owner. @returns its Message-ID, and whatever the mail says. */
async function mailLink(): Promise<{ id: string; said: string }> {
  const aMinuteAgo = `UPDATE identity.one_time_tokens SET created_at = created_at - interval '2 minutes'`;
  await query(gatehouse.databaseUrl, aMinuteAgo);
  received = [];
  const body = { email: 'boss@example.com' };
  await api.call('POST', '/auth/password/forgot', { body });
  const find = () => received.find((one) => one.includes('Subject: Choose a new password'));
  await expect.poll(find).toBeDefined();
  const said = find() ?? '';
  return { id: /^Message-ID: (\S+)/im.exec(said)?.[1] ?? '', said };
}
const followed = async () => {
  const { body } = await call('GET', `/admin/users/${bossId}/mails`);
  return (body.data as { subject: string; state: string; detail: string | null; to: string }[])[0];
};

it('what became of a security mail is known, and ends the notifications to its address, not such mails', async () => {
  const { id } = await mailLink();
  await expect
    .poll(followed)
    .toMatchObject({ subject: 'Choose a new password', state: 'sent', detail: null });
  await report(id, 'delivered', '250 OK');
  expect(await followed()).toMatchObject({ state: 'delivered', detail: '250 OK' });
  const words = '550 5.1.1 <boss@example.com> No such user';
  await times(3, () => report(id, 'bounced', words));
  await report(id, 'delivered', '250 OK');
  expect(await followed()).toMatchObject({
    state: 'bounced',
    detail: '550 5.1.1 <[address]> No such user',
    to: expect.not.stringContaining('boss@'),
  });
  await send('After a link bounced', 'email');
  await becomes('After a link bounced', 'suppressed');
  const again = await mailLink();
  expect(again.id).not.toBe(id);
  await report(again.id, 'complained', 'abuse');
  expect(await followed()).toMatchObject({ state: 'complained', detail: 'abuse' });
  await lift('After a link bounced');
});

it('attack 17: what became of mails tells nothing of what they say', async () => {
  const { said } = await mailLink();
  const [, token = ''] = /token=3D([\w-]{20,})/.exec(said.replaceAll('=\r\n', '')) ?? [];
  expect(token).not.toBe('');
  const { body } = await call('GET', `/admin/users/${bossId}/mails`);
  expect(JSON.stringify(body)).not.toContain(token);
  expect(JSON.stringify(body)).not.toContain('http');
  expect(JSON.stringify(body)).not.toMatch(/After a link bounced|Returned/);
});

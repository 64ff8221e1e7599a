import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, type Answer, times, type Tokens } from './harness/api.js';
import { query } from './harness/query.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let gatehouse: RunningGatehouse;
let api: Api;
let boss: string;
let grace: Tokens & { id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse({ GATEHOUSE_NOTIFICATION_PAUSE_SECONDS: '1' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = (await api.turnOnTotp(access)).access;
  grace = await api.add(boss, 'grace@example.com', 'EMPLOYEE');
});
afterAll(() => gatehouse?.stop());

const call = (method: string, path: string, body?: unknown, token = boss): Promise<Answer> =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });

/** Somebody new, whom nothing was sent to yet but a welcome. */
let people = 0;
const newcomer = async () => {
  people += 1;
  const email = `newcomer${people}@example.com`;
  const added = await api.add(boss, email, 'EMPLOYEE');
  return { ...added, email };
};
const plain = (subject: string) => ({ kind: 'text', subject, text: `About: ${subject}` });
const send = (recipients: string[], more: object = {}) =>
  call('POST', '/notifications/send', { recipients, content: plain('News'), ...more });
const inboxOf = async (token: string) =>
  ((await call('GET', '/notifications', undefined, token)).body.data as { title: string }[]).map(
    ({ title }) => title,
  );
interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly state: string;
  readonly subject: string;
}
const deliveriesTo = async (userId: string) =>
  (await call('GET', `/notification-deliveries?userId=${userId}`)).body.data as Delivery[];
const mailed = async (email: string) =>
  (await api.notificationsFor(email)).map(({ subject }) => subject);
const arrives = (email: string, subject: string) =>
  expect.poll(() => mailed(email)).toContain(subject);

describe('notifications', () => {
  it('greet a newcomer whose address is confirmed, in the inbox and by mail', async () => {
    await arrives('grace@example.com', 'Welcome to our platform');
    expect(await inboxOf(grace.access)).toContain('Welcome to our platform');
  });

  it('are sent to people of the organization, and followed', async () => {
    const { id, access } = await newcomer();
    const sent = await send([id, id], { link: '/profile', channels: ['in_app', 'email'] });
    expect(sent).toMatchObject({ status: 202, body: { recipients: 1 } });
    await expect.poll(() => inboxOf(access)).toContain('News');
    const found = (await deliveriesTo(id)).filter(({ subject }) => subject === 'News');
    expect(found.map(({ channel }) => channel).toSorted()).toEqual(['email', 'in_app']);
    const mail = found.find(({ channel }) => channel === 'email');
    const { body } = await call('GET', `/notification-deliveries/${mail?.id}`);
    expect(body).toMatchObject({ userName: 'Grace Hopper', address: 'n•••@example.com' });
    expect((body.steps as unknown[]).length).toBeGreaterThan(0);
    const stats = (await call('GET', '/notifications/stats')).body;
    expect(stats.total).toBeGreaterThan(3);
    expect(stats.channels).toMatchObject({ in_app: { delivered: expect.any(Number) } });
  });

  it('tell whoever sent them whom they did not reach, and why', async () => {
    const { id, access } = await newcomer();
    const body = (await call('GET', '/notification-preferences', undefined, access)).body;
    const channels = { in_app: true, email: false, sms: true };
    const messages = { in_app: true, email: true, sms: true };
    const wish = { ...body, channels, categories: { ...(body.categories as object), messages } };
    expect((await call('PUT', '/notification-preferences', wish, access)).status).toBe(200);
    await send([id], { content: plain('Unheard'), channels: ['email', 'sms'] });
    const found = async () => {
      const deliveries = await deliveriesTo(id);
      return deliveries.filter(({ subject }) => subject === 'Unheard');
    };
    await expect.poll(async () => (await found()).length).toBe(2);
    const byChannel = new Map((await found()).map((delivery) => [delivery.channel, delivery]));
    const skipped = { state: 'skipped', skippedFor: 'not_wanted' };
    expect(byChannel.get('email')).toMatchObject(skipped);
    expect(byChannel.get('sms')).toMatchObject({ state: 'skipped', skippedFor: 'no_address' });
    const path = `/notification-deliveries/${byChannel.get('email')?.id}`;
    expect((await call('GET', path)).body.steps).toMatchObject([
      { detail: 'Not sent: they have switched it off' },
    ]);
    expect((await call('POST', `${path}/resend`)).status).toBe(409);
    // Where no channel was asked for, the inbox is enough.
    await send([id], { content: plain('Heard') });
    await expect.poll(() => inboxOf(access)).toContain('Heard');
    const heard = (await deliveriesTo(id)).filter(({ subject }) => subject === 'Heard');
    expect(heard.map(({ channel }) => channel)).toEqual(['in_app']);
  });

  it('are followed by the id that sending them answered with', async () => {
    const { id } = await newcomer();
    const noticeId = String((await send([id, grace.id], { channels: ['sms'] })).body.id);
    const path = `/notifications/notices/${noticeId}`;
    const notice = async () => (await call('GET', path)).body;
    const told = { state: 'told', recipients: 2, reached: 0, unreached: 2, error: null };
    await expect.poll(notice).toMatchObject(told);
    expect((await notice()).deliveries).toMatchObject({ skipped: 2, queued: 0 });
    const found = await call('GET', `/notification-deliveries?noticeId=${noticeId}`);
    expect(found.body.data).toMatchObject([{ noticeId }, { noticeId }]);
    expect((await call('POST', `${path}/retry`)).status).toBe(409);
    expect((await call('GET', path, undefined, grace.access)).status).toBe(403);
  });

  it('that were given up are seen with the reason, and told once more', async () => {
    const { id, access } = await newcomer();
    const noticeId = randomUUID();
    const [organization] = await query(
      gatehouse.databaseUrl,
      'SELECT organization_id FROM identity.memberships WHERE user_id = $1',
      [id],
    );
    const content = JSON.stringify({ subject: 'After all', text: 'It was mended.' });
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO notifications.notices (id, organization_id, category, user_ids, content,
         created_at, next_attempt_at, attempts, failed_at, error)
       VALUES ($1, $2, 'messages', $3, $4, now(), now(), 12, now(), 'there is no template')`,
      [noticeId, organization?.organization_id, [id], content],
    );
    const [given] = (await call('GET', '/notifications/notices?state=failed')).body
      .data as unknown[];
    expect(given).toMatchObject({ id: noticeId, attempts: 12, error: 'there is no template' });
    const path = `/notifications/notices/${noticeId}`;
    const retries = await times(5, () => call('POST', `${path}/retry`));
    expect(retries.filter(({ status }) => status === 202)).toHaveLength(1);
    expect(retries.filter(({ status }) => status === 409)).toHaveLength(4);
    await expect.poll(() => inboxOf(access)).toContain('After all');
    expect((await call('GET', path)).body).toMatchObject({ state: 'told', reached: 1 });
    expect((await call('GET', '/notifications/notices?state=failed')).body.data).toEqual([]);
  });

  it('attack 6: a repeated request with one idempotency key tells once', async () => {
    const { id, access } = await newcomer();
    const key = randomUUID();
    const body = { recipients: [id], content: plain('Once') };
    const headers = { 'idempotency-key': key };
    const answers = await times(20, () =>
      api.call('POST', '/notifications/send', { token: boss, body, headers }),
    );
    expect(answers.every(({ status }) => status === 202 || status === 409)).toBe(true);
    await expect.poll(() => inboxOf(access)).toContain('Once');
    expect((await inboxOf(access)).filter((title) => title === 'Once')).toHaveLength(1);
  });

  it('reach roles, groups and everybody, each person once, and say before how many', async () => {
    const [driver, manager] = [
      await newcomer(),
      await api.add(boss, 'manager@example.com', 'MANAGER'),
    ];
    const { id: group } = (await call('POST', '/groups', { name: 'Drivers' })).body;
    expect((await call('PUT', `/groups/${String(group)}/members/${driver.id}`)).status).toBe(204);
    const count = async (wish: object) =>
      (await call('POST', '/notifications/recipients/count', wish)).body.recipients;
    const wish = { recipients: [driver.id, manager.id], roles: ['MANAGER'], groups: [group] };
    expect(await count(wish)).toBe(2);
    expect(await count({ everybody: true, ...wish })).toBe(people + 3);
    const noticeId = String((await send([], { ...wish, content: plain('To two') })).body.id);
    const path = `/notifications/notices/${noticeId}`;
    await expect
      .poll(async () => (await call('GET', path)).body)
      .toMatchObject({ state: 'told', recipients: 2, reached: 2, unreached: 0 });
    const made = await call('GET', `/notification-deliveries?noticeId=${noticeId}&channel=in_app`);
    const told = (made.body.data as { userId: string }[]).map(({ userId }) => userId);
    expect(told.toSorted()).toEqual([driver.id, manager.id].toSorted());
    for (const wrong of [{ groups: [randomUUID()] }, { roles: [randomUUID()] }]) {
      expect((await send([], wrong)).body.code).toBe('unknown_recipient');
      expect((await call('POST', '/notifications/recipients/count', wrong)).status).toBe(422);
    }
    expect((await send([])).body.errors).toMatchObject([{ pointer: '/body/recipients' }]);
    const asked = await call('POST', '/notifications/recipients/count', wish, grace.access);
    expect(asked.status).toBe(403);
  });

  it('wait until the time that they are asked for, or are taken back', async () => {
    const { id, access } = await newcomer();
    const past = await send([id], { sendAt: new Date(Date.now() - 1_000).toISOString() });
    expect(past.body.errors).toMatchObject([{ pointer: '/body/sendAt' }]);
    const sendAt = new Date(Date.now() + 3_600_000).toISOString();
    const later = async (subject: string) =>
      String((await send([id], { content: plain(subject), sendAt })).body.id);
    const unwanted = await later('Unwanted');
    const wanted = await later('Wanted');
    const listed = (await call('GET', '/notifications/notices?state=scheduled')).body.data;
    expect(listed).toMatchObject([
      { id: wanted, state: 'scheduled', sendAt, recipients: 1 },
      { id: unwanted },
    ]);
    const path = `/notifications/notices/${unwanted}`;
    expect((await call('POST', `${path}/cancel`, undefined, grace.access)).status).toBe(403);
    const cancels = await times(4, () => call('POST', `${path}/cancel`));
    expect(cancels.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      200, 409, 409, 409,
    ]);
    expect((await call('GET', path)).body).toMatchObject({
      state: 'cancelled',
      nextAttemptAt: null,
    });
    await query(
      gatehouse.databaseUrl,
      `UPDATE notifications.notices SET next_attempt_at = date_trunc('second', now()), send_at = now()
        WHERE id = ANY ($1)`,
      [[unwanted, wanted]],
    );
    await expect.poll(() => inboxOf(access)).toContain('Wanted');
    expect(await inboxOf(access)).not.toContain('Unwanted');
    expect((await call('POST', `/notifications/notices/${wanted}/cancel`)).status).toBe(409);
    const actions = async () =>
      ((await call('GET', '/audit-logs?limit=100')).body.data as { action: string }[]).map(
        ({ action }) => action,
      );
    await expect.poll(actions).toContain('notification.cancelled');
  });

  it('go to nobody of another organization, and are no employee’s to send', async () => {
    const { access } = await api.newPerson('stranger@example.com');
    const stranger = String((await api.validate(access)).body.userId);
    expect((await send([grace.id, stranger])).body.code).toBe('unknown_recipient');
    expect((await send([randomUUID()])).status).toBe(422);
    const wish = { recipients: [grace.id], content: plain('No') };
    expect((await call('POST', '/notifications/send', wish, grace.access)).status).toBe(403);
    expect((await call('GET', '/notifications/stats', undefined, grace.access)).status).toBe(403);
  });

  it('pretend nothing: neither Gatehouse’s own templates nor pages elsewhere can be sent', async () => {
    for (const template of ['payment-failed', 'alert-raised', 'missing'])
      expect((await send([grace.id], { content: { kind: 'template', template } })).body.code).toBe(
        'unknown_template',
      );
    for (const link of ['https://evil.example', '//evil.example', '/\\evil.example', 'x'])
      expect((await send([grace.id], { link })).status).toBe(422);
  });

  it('are sent again, and not while they are on their way', async () => {
    const { id } = await newcomer();
    await send([id], { content: plain('Again'), channels: ['email'] });
    const delivery = async () =>
      (await deliveriesTo(id)).find(({ subject }) => subject === 'Again');
    await expect.poll(async () => (await delivery())?.state).toBe('sent');
    const path = `/notification-deliveries/${(await delivery())?.id}/resend`;
    expect((await call('POST', path)).status).toBe(202);
    expect((await call('POST', path)).status).toBe(409);
  });
});

describe('after an outage of the mail server', () => {
  it('what was given up since is sent again, each once, and nothing else', async () => {
    const { id } = await newcomer();
    for (const subject of ['Lost', 'Older', 'Taken'])
      await send([id], { content: plain(subject), channels: ['email'] });
    const states = async () =>
      new Map((await deliveriesTo(id)).map(({ subject, state }) => [subject, state]));
    for (const subject of ['Lost', 'Older', 'Taken'])
      await expect.poll(async () => (await states()).get(subject)).toBe('sent');
    const fail = `UPDATE notifications.deliveries SET state = 'failed', created_at = now() - $2::interval
                   WHERE user_id = $1 AND subject = $3`;
    await query(gatehouse.databaseUrl, fail, [id, '1 minute', 'Lost']);
    await query(gatehouse.databaseUrl, fail, [id, '2 days', 'Older']);
    const since = new Date(Date.now() - 3_600_000).toISOString();
    const listed = await call(
      'GET',
      `/notification-deliveries?state=failed&createdAt[gte]=${since}&userId=${id}`,
    );
    expect(listed.body.data).toMatchObject([{ subject: 'Lost' }]);
    const path = '/notification-deliveries/resend-failed';
    expect((await call('POST', path, { since, channel: 'sms' })).body.resent).toBe(0);
    const answers = await times(3, () => call('POST', path, { since }));
    const counts = answers.map(({ body }) => Number(body.resent));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(1);
    expect(answers.map(({ body }) => body.hasMore)).toEqual([false, false, false]);
    await expect.poll(async () => (await states()).get('Lost')).toBe('sent');
    expect((await states()).get('Older')).toBe('failed');
    expect((await call('POST', path, { since }, grace.access)).status).toBe(403);
  });
});

describe('a link to unsubscribe', () => {
  it('ends the mails of its kind by one click, and by nothing less', async () => {
    const { id, email, access } = await newcomer();
    await send([id], { content: plain('First') });
    const links = async () => (await api.notificationsFor(email)).flatMap((mail) => mail.links);
    const found = async () => (await links()).find((link) => link.includes('/unsubscribe?'));
    await expect.poll(found).toBeDefined();
    const token = new URL(String(await found())).searchParams.get('token') ?? '';
    const path = `/api/v1/notifications/unsubscribe?token=${token}`;
    const preferences = async () =>
      (await call('GET', '/notification-preferences', undefined, access)).body.categories as Record<
        string,
        { email: boolean }
      >;
    // What scanners of links do.
    const looked = await fetch(gatehouse.url + path, { redirect: 'manual' });
    expect(looked.status).toBe(303);
    expect(looked.headers.get('location')).toBe(`/unsubscribe?token=${token}`);
    expect((await preferences()).account?.email).toBe(true);
    // What mail programs send (RFC 8058).
    const clicked = await fetch(gatehouse.url + path, {
      method: 'POST',
      body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
    });
    expect(clicked.status).toBe(200);
    const { categories } = (await clicked.json()) as { categories: string[] };
    for (const category of categories) expect((await preferences())[category]?.email).toBe(false);
    expect((await preferences()).security?.email).toBe(true);
  });

  it('cannot be forged', async () => {
    const forge = (text: string) => `${Buffer.from(text).toString('base64url')}.AAAA`;
    for (const token of [forge(`k1:${grace.id}:messages`), 'A'.repeat(40)]) {
      const answer = await api.call('POST', `/notifications/unsubscribe?token=${token}`);
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid_token']);
    }
  });

  it('is the only thing that takes a form', async () => {
    for (const path of ['/auth/login', '/notifications/seen'])
      expect(
        (
          await fetch(gatehouse.url + path, {
            method: 'POST',
            headers: { authorization: `Bearer ${boss}` },
            body: new URLSearchParams({ email: 'a@example.com' }),
          })
        ).status,
      ).toBe(415);
    const large = new URLSearchParams({ x: 'x'.repeat(10_000) });
    const path = `/notifications/unsubscribe?token=${'A'.repeat(40)}`;
    expect((await fetch(gatehouse.url + path, { method: 'POST', body: large })).status).toBe(413);
  });
});

describe('preferences', () => {
  it('are a person’s own; what is critical cannot be switched off for good', async () => {
    const { access } = await newcomer();
    const read = async () =>
      (await call('GET', '/notification-preferences', undefined, access)).body;
    const wish = {
      ...(await read()),
      quietHours: { from: '22:00', until: '07:00' },
      timeZone: 'Europe/Berlin',
      locale: 'de',
    };
    expect((await call('PUT', '/notification-preferences', wish, access)).status).toBe(200);
    expect(await read()).toEqual(wish);
    for (const wrong of [{ timeZone: 'Mars/Olympus' }, { locale: 'german' }, { quietHours: 1 }]) {
      const answer = await call('PUT', '/notification-preferences', { ...wish, ...wrong }, access);
      expect(answer.status).toBe(422);
    }
  });
});

import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { eventually } from '../server/test/harness/waiting/eventually.js';
import { Api, type Answer } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';

let client: pg.Client;
let gatehouse: RunningGatehouse;
let api: Api;
let ada: { token: string; id: string };
let eve: { token: string; id: string };

beforeAll(async () => {
  gatehouse = await startGatehouse();
  client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  api = new Api(gatehouse.url);
  ada = await person('ada@example.com');
  eve = await person('eve@example.com');
});
afterAll(async () => {
  await client?.end();
  await gatehouse?.stop();
});
beforeEach(() => client.query('TRUNCATE notifications.notifications'));

async function person(email: string) {
  const { access: token } = await api.newPerson(email);
  const { body } = await api.validate(token);
  // The welcome comes when it likes, and would stand among what the tests put there.
  await eventually(async () => expect(await titles('', token)).toHaveLength(1));
  return { token, id: String(body.userId) };
}

/** Puts a notification into an inbox. @returns its id. */
async function put(owner = ada.id, title = 'Hello', category = 'messages'): Promise<string> {
  const id = randomUUID();
  await client.query(
    `INSERT INTO notifications.notifications (id, user_id, category, title, body, created_at, shown_at)
     VALUES ($1, $2, $3, $4, '', clock_timestamp(), clock_timestamp())`,
    [id, owner, category, title],
  );
  return id;
}

const call = (method: string, path: string, body?: unknown, token = ada.token): Promise<Answer> =>
  api.call(method, path, { token, ...(body === undefined ? {} : { body }) });
const list = async (query = '', token = ada.token) =>
  (await call('GET', `/notifications${query}`, undefined, token)).body.data as {
    id: string;
    title: string;
    seenAt: string | null;
    readAt: string | null;
  }[];
const titles = async (query = '', token = ada.token) =>
  (await list(query, token)).map(({ title }) => title);
const counts = async () => (await call('GET', '/notifications/counts')).body;

describe('the inbox', () => {
  it('shows the latest first, page by page', async () => {
    for (const title of ['one', 'two', 'three']) await put(ada.id, title);
    const first = (await call('GET', '/notifications?limit=2')).body as {
      data: { title: string }[];
      page: { nextCursor: string; hasMore: boolean };
    };
    expect(first.data.map(({ title }) => title)).toEqual(['three', 'two']);
    expect(await titles(`?limit=2&cursor=${first.page.nextCursor}`)).toEqual(['one']);
    expect((await call('GET', '/notifications?cursor=AAAA')).status).toBe(422);
  });

  it('counts what is unseen and what is unread', async () => {
    const id = await put();
    await put();
    expect(await counts()).toEqual({ unseen: 2, unread: 2 });
    await call('POST', '/notifications/seen');
    expect(await counts()).toEqual({ unseen: 0, unread: 2 });
    expect((await call('POST', `/notifications/${id}/read`)).body.readAt).not.toBeNull();
    expect(await counts()).toEqual({ unseen: 0, unread: 1 });
    await call('POST', `/notifications/${id}/unread`);
    expect(await counts()).toEqual({ unseen: 0, unread: 2 });
    await call('POST', '/notifications/read');
    expect(await counts()).toEqual({ unseen: 0, unread: 0 });
  });

  it('has tabs, and keeps what is archived', async () => {
    const first = await put(ada.id, 'first', 'account');
    await put(ada.id, 'second');
    await call('POST', `/notifications/${first}/archive`);
    expect(await titles()).toEqual(['second']);
    expect(await titles('?status=archived')).toEqual(['first']);
    await call('POST', `/notifications/${first}/restore`);
    expect(await titles('?category=account')).toEqual(['first']);
    expect(await titles('?status=unread')).toEqual(['second', 'first']);
    await call('POST', '/notifications/archive?category=account');
    expect(await titles()).toEqual(['second']);
    await call('POST', '/notifications/archive');
    expect(await titles()).toEqual([]);
    expect(await counts()).toEqual({ unseen: 0, unread: 0 });
  });

  it('hides what is snoozed, and then shows it as new and on top', async () => {
    const id = await put(ada.id, 'later');
    await put(ada.id, 'now');
    await call('POST', '/notifications/read');
    const until = (milliseconds: number) => ({
      until: new Date(Date.now() + milliseconds).toISOString(),
    });
    expect((await call('POST', `/notifications/${id}/snooze`, until(-1_000))).status).toBe(422);
    expect((await call('POST', `/notifications/${id}/snooze`, until(1_000))).status).toBe(200);
    expect(await titles()).toEqual(['now']);
    expect(await titles('?status=snoozed')).toEqual(['later']);
    await expect.poll(() => titles()).toEqual(['later', 'now']);
    expect(await counts()).toEqual({ unseen: 1, unread: 1 });
  });

  it('is nobody else’s (attack 23)', async () => {
    const id = await put();
    for (const [path, body] of [
      ['read'],
      ['unread'],
      ['archive'],
      ['restore'],
      ['snooze', { until: '2027-01-01T00:00:00Z' }],
    ] as const)
      expect((await call('POST', `/notifications/${id}/${path}`, body, eve.token)).status).toBe(
        404,
      );
    for (const path of ['seen', 'read', 'archive'])
      await call('POST', `/notifications/${path}`, undefined, eve.token);
    expect(await list('', eve.token)).toEqual([]);
    expect(await list()).toMatchObject([{ id, seenAt: null, readAt: null }]);
  });

  it('tells those who listen of what is new and what has changed', async () => {
    const heard: string[] = [];
    await client.query('LISTEN gatehouse_changes');
    client.on('notification', ({ payload = '' }) => heard.push(payload));
    const id = await put();
    await call('POST', `/notifications/${id}/read`);
    await expect.poll(() => heard.filter((line) => line === `notification ${id}`).length).toBe(2);
  });
});

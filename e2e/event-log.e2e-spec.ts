import { randomUUID } from 'node:crypto';
import { createPostgresBackend, Queue } from 'bullmq';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type EventContract, events } from '@gatehouse/contracts/events';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import { type Answer, type Api, password, statuses, times, type Tokens } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';
import { holdTurn } from './harness/turn.js';

let database: TestDatabase;
let instances: TwoInstances;
let api: Api;
let staff: Tokens;

beforeAll(async () => {
  database = await createTestDatabase();
  instances = await startTwoInstances(database);
  api = instances.left;
  const owner = await api.setUp(instances.setupUrl, 'ada@example.com');
  staff = await api.turnOnTotp(owner.access);
});
afterAll(() => instances?.stop());

const get = (path: string) => api.call('GET', `/api/v1/events/${path}`, { token: staff.access });
const post = (path: string, body?: unknown, by: Api = api): Promise<Answer> =>
  by.call('POST', `/api/v1/events/${path}`, { token: staff.access, body });
const rows = ({ body }: Answer) => body.data as Record<string, unknown>[];

/** An event that a listener gave up on: one that it had is taken from it again. */
async function park(listener: string, email: string): Promise<string> {
  await api.signIn(email, 'wrong');
  let id = '';
  await expect
    .poll(async () => {
      const [row] = await instances.sql(
        `UPDATE ${listener}.inbox AS had
            SET state = 'parked', position = past.position, subject = past.subject,
                event = past.event, attempts = 8, error = 'Error: it broke', updated_at = now()
           FROM identity.outbox AS past
          WHERE had.event_id = past.id AND had.listener = $1 AND past.type = 'user.login_failed'
            AND past.event->'data'->>'identifier' = $2
          RETURNING past.id`,
        [listener, email],
      );
      return (id = typeof row?.id === 'string' ? row.id : '');
    })
    .not.toBe('');
  return id;
}

const audited = async (email: string) => {
  const found = await instances.sql(
    `SELECT 1 FROM audit.entries WHERE details->>'identifier' = $1`,
    [email],
  );
  return found.length;
};

describe('parked events', () => {
  it('are listed with what went wrong, page by page, and counted', async () => {
    const ids = [];
    for (const name of ['one', 'two', 'three'])
      ids.push(await park('webhooks', `${name}@list.test`));
    const first = await get('parked?limit=2&listener=webhooks');
    expect(rows(first).map(({ eventId }) => eventId)).toEqual([ids[2], ids[1]]);
    expect(rows(first)[0]).toMatchObject({
      listener: 'webhooks',
      type: 'user.login_failed',
      attempts: 8,
      error: 'Error: it broke',
      correlationId: expect.stringMatching(/./),
      traceId: expect.stringMatching(/^[0-9a-f]{32}$/),
      data: { identifier: 'three@list.test' },
    });
    const { nextCursor } = first.body.page as { nextCursor: string };
    const second = await get(`parked?limit=2&listener=webhooks&cursor=${nextCursor}`);
    expect(rows(second).map(({ eventId }) => eventId)).toEqual([ids[0]]);
    const listeners = rows(await get('listeners'));
    expect(listeners).toContainEqual({
      name: 'webhooks',
      types: null,
      replayRefusal: null,
      parked: 3,
    });
    expect(await post('parked/webhooks/retry')).toMatchObject({
      status: 202,
      body: { retried: 3 },
    });
    await expect.poll(async () => rows(await get('parked?listener=webhooks'))).toEqual([]);
  });

  it('attack 17: show nothing that is sealed for listeners alone', async () => {
    const id = await park('webhooks', 'sealed@list.test');
    await instances.sql(
      `UPDATE webhooks.inbox SET event = jsonb_set(jsonb_set(event, '{type}', '"user.erased"'),
              '{data}', '{"userId": "x", "sealedWords": "c2VhbGVk"}') WHERE event_id = $1`,
      [id],
    );
    const answer = await get('parked?listener=webhooks');
    expect(rows(answer)[0]).toMatchObject({ eventId: id, data: { userId: 'x' } });
    expect(JSON.stringify(answer.body)).not.toContain('c2VhbGVk');
    await post(`parked/webhooks/${id}/discard`, { reason: 'made up by a test' });
  });

  it('are handled again: of many who ask at once, at two instances, one does it', async () => {
    const email = 'again@retry.test';
    const id = await park('audit', email);
    // As if it had never been handled.
    await instances.sql('ALTER TABLE audit.entries DISABLE TRIGGER ALL');
    await instances.sql('DELETE FROM audit.entries WHERE id = $1', [id]);
    const answers = await times(8, (index) =>
      post(`parked/audit/${id}/retry`, undefined, index % 2 ? instances.left : instances.right),
    );
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 404)).toHaveLength(7);
    await expect.poll(() => audited(email)).toBe(1);
    expect(rows(await get('parked?listener=audit'))).toEqual([]);
  });

  it('are listed by type and time, and many are given up at once, but for news of erasures', async () => {
    const ids = [];
    for (const name of ['one', 'two', 'three'])
      ids.push(await park('webhooks', `${name}@many.test`));
    await instances.sql(
      `UPDATE webhooks.inbox SET event = jsonb_set(event, '{type}', '"user.erased"')
        WHERE event_id = $1`,
      [ids[0]],
    );
    await instances.sql(
      `UPDATE webhooks.inbox SET event = jsonb_set(event, '{time}', '"2026-01-01T00:00:00Z"')
        WHERE event_id = $1`,
      [ids[1]],
    );
    const found = async (wish: string) =>
      rows(await get(`parked?listener=webhooks&${wish}`)).map(({ eventId }) => eventId);
    expect(await found('type=user.erased')).toEqual([ids[0]]);
    expect(await found('occurredAt%5Blt%5D=2026-01-02T00:00:00Z')).toEqual([ids[1]]);
    expect(await found('occurredAt%5Bgte%5D=2026-01-02T00:00:00Z')).toEqual([ids[2], ids[0]]);
    const discard = (body: object) => post('parked/webhooks/discard', body);
    expect((await discard({})).status).toBe(422);
    const reason = 'The receiver is gone';
    const before = { reason, 'occurredAt[lt]': '2026-01-02T00:00:00Z' };
    expect((await discard(before)).body).toEqual({ discarded: 1 });
    expect((await discard({ reason })).body).toEqual({ discarded: 1 });
    expect(await found('')).toEqual([ids[0]]);
    await post(`parked/webhooks/${ids[0]}/discard`, { reason: 'made up by a test' });
  });

  it('are given up for a reason, which is audited', async () => {
    const id = await park('webhooks', 'given-up@discard.test');
    expect((await post(`parked/webhooks/${id}/discard`, {})).status).toBe(422);
    const reason = 'The receiver is gone';
    expect((await post(`parked/webhooks/${id}/discard`, { reason })).status).toBe(204);
    expect((await post(`parked/webhooks/${id}/discard`, { reason })).status).toBe(404);
    expect((await post(`parked/webhooks/${id}/retry`)).status).toBe(404);
    await expect
      .poll(async () => {
        const { body } = await api.call('GET', '/api/v1/audit-logs?action=event.discarded', {
          token: staff.access,
        });
        return (body.data as { details: object }[]).map(({ details }) => details);
      })
      .toContainEqual({ listener: 'webhooks', eventId: id, type: 'user.login_failed', reason });
  });

  it('are none of the business of an organization', async () => {
    const { access } = await api.newPerson('curious@example.com');
    for (const path of ['parked', 'listeners', 'replays'])
      expect((await api.call('GET', `/api/v1/events/${path}`, { token: access })).status).toBe(403);
  });
});

it('events come from the module that the registry says', async () => {
  const outboxes = await instances.sql(
    `SELECT format('SELECT type, event->>''source'' AS source FROM %I.outbox', table_schema) AS text
       FROM information_schema.tables WHERE table_name = 'outbox'`,
  );
  const union = outboxes.map(({ text }) => String(text)).join(' UNION ');
  const told = await instances.sql(union);
  const sources = new Map(
    Object.values<EventContract>(events).map(({ type, source }) => [type, source]),
  );
  expect(new Set(told.map(({ source }) => source)).size).toBeGreaterThan(1);
  for (const { type, source } of told) expect(source, String(type)).toBe(sources.get(String(type)));
});

describe('a replay', () => {
  it('brings a webhook endpoint what it lacks, and nothing twice', async () => {
    const endpoint = await api.call('POST', '/api/v1/webhooks', {
      token: staff.access,
      body: { url: 'https://receiver.example/', eventTypes: ['organization.updated'] },
    });
    expect(endpoint.status).toBe(201);
    const id = String(endpoint.body.id);
    const rename = (name: string) =>
      api.call('PATCH', '/api/v1/organizations/current', { token: staff.access, body: { name } });
    expect((await rename('Northwind One')).status).toBe(200);
    expect((await rename('Northwind Two')).status).toBe(200);
    const deliveries = () =>
      instances.sql('SELECT event_id FROM webhooks.deliveries WHERE endpoint_id = $1', [id]);
    await expect.poll(async () => (await deliveries()).length).toBe(2);
    await instances.sql(
      `DELETE FROM webhooks.deliveries WHERE id = (
         SELECT id FROM webhooks.deliveries WHERE endpoint_id = $1 LIMIT 1)`,
      [id],
    );
    const started = await post('replay', {
      listener: 'webhooks',
      from: new Date(Date.now() - 600_000).toISOString(),
    });
    expect(started).toMatchObject({ status: 202, body: { state: 'running', handled: 0 } });
    await expect
      .poll(async () => (await get(`replays/${String(started.body.id)}`)).body)
      .toMatchObject({ state: 'done', failed: 0, error: null });
    expect(await deliveries()).toHaveLength(2);
    expect(rows(await get('replays'))[0]).toMatchObject({
      id: started.body.id,
      listener: 'webhooks',
    });
  });

  it('brings the audit trail what it lacks, and nothing twice', async () => {
    const email = 'lacking@replay.test';
    await api.signIn(email, 'wrong');
    await expect.poll(() => audited(email)).toBe(1);
    const from = new Date(Date.now() - 600_000).toISOString();
    const started = await post('replay', { listener: 'audit', from });
    await expect
      .poll(async () => (await get(`replays/${String(started.body.id)}`)).body)
      .toMatchObject({ state: 'done', failed: 0, error: null });
    expect(await audited(email)).toBe(1);
    const twice = await instances.sql(
      'SELECT id FROM audit.entries GROUP BY id HAVING count(*) > 1',
    );
    expect(twice).toEqual([]);
  });

  it('tells people what they were not told, and nothing twice', async () => {
    const notices = () =>
      instances.sql(
        `SELECT id, (SELECT count(*)::int FROM notifications.deliveries d WHERE d.notice_id = n.id)
                AS deliveries FROM notifications.notices n ORDER BY id`,
      );
    const told = async () => {
      const found = await notices();
      return found.length >= 2 && found.every(({ deliveries }) => Number(deliveries) > 0);
    };
    const newDevice = (agent: string) =>
      api.call('POST', '/api/v1/auth/login', {
        body: { email: 'ada@example.com', password },
        headers: { 'user-agent': agent },
      });
    await api.newPerson('told@replay.test');
    await newDevice('one/1');
    await expect.poll(told).toBe(true);
    const before = await notices();
    const lost = before[0]?.id;
    for (const [table, column] of [
      ['deliveries', 'notice_id'],
      ['notices', 'id'],
    ])
      await instances.sql(`DELETE FROM notifications.${table} WHERE ${column} = $1`, [lost]);
    const from = new Date(Date.now() - 600_000).toISOString();
    const started = await post('replay', { listener: 'notifications', from });
    expect(started.status).toBe(202);
    await expect
      .poll(async () => (await get(`replays/${String(started.body.id)}`)).body)
      .toMatchObject({ state: 'done', failed: 0, error: null });
    await expect.poll(notices).toEqual(before);
  });

  it('is cancelled once, while it runs', async () => {
    const giveBack = await holdTurn(database.url, 'webhooks');
    const from = new Date(Date.now() - 600_000).toISOString();
    const started = await post('replay', { listener: 'webhooks', from });
    const path = `replays/${String(started.body.id)}`;
    const answers = await times(6, (index) =>
      post(`${path}/cancel`, undefined, index % 2 ? instances.left : instances.right),
    );
    for (const { status, body } of answers)
      expect({ status, state: body.state }).toEqual({ status: 200, state: 'cancelled' });
    await giveBack();
    await expect.poll(async () => (await get(path)).body.finishedAt).not.toBeNull();
    expect((await get(path)).body).toMatchObject({ state: 'cancelled', handled: 0 });
    await expect
      .poll(async () => {
        const { body } = await api.call('GET', '/api/v1/audit-logs?action=event.replay_cancelled', {
          token: staff.access,
        });
        return (body.data as { details: object }[]).map(({ details }) => details);
      })
      .toEqual([{ listener: 'webhooks', replayId: started.body.id }]);
    expect((await post(`replays/${randomUUID()}/cancel`)).status).toBe(404);
  });

  it.each([
    ['a listener that there is not', { listener: 'nobody' }, '/body/listener', 'not the name'],
    [
      'a listener that must not have events twice, with its reason',
      { listener: 'security-monitor' },
      '/body/listener',
      'would count them twice',
    ],
    ['a time that is not kept', { from: '2020-01-01T00:00:00Z' }, '/body/from', 'not kept'],
    ['an end before its beginning', { until: '2020-01-01T00:00:00Z' }, '/body/until', 'after'],
  ])('refuses %s', async (_what, wrong, pointer, why) => {
    const from = new Date(Date.now() - 60_000).toISOString();
    const answer = await post('replay', { listener: 'webhooks', from, ...wrong });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation_failed' } });
    const error = { pointer, message: expect.stringContaining(why) as string };
    expect(answer.body.errors).toContainEqual(expect.objectContaining(error));
  });
});

describe('failed jobs', () => {
  /** A job that is given up when it fails once: no test can wait for all tries of others. */
  const addWithOneTry = async (name: string) => {
    const connection = { connectionString: database.url, schema: 'bullmq' };
    const queue = new Queue('jobs', { connection }, createPostgresBackend);
    await queue.add(name, {}, { attempts: 1, removeOnComplete: true });
    await queue.close();
  };

  it('are for the staff to see, and one that there is not is not done again', async () => {
    expect((await get('failed-jobs')).body).toEqual({ data: [] });
    expect((await post('failed-jobs/main/no-such-job/retry')).status).toBe(404);
    expect((await post('failed-jobs/other/1/retry')).status).toBe(404);
    const stranger = await api.newPerson('no-staff@example.com');
    const list = '/api/v1/events/failed-jobs';
    expect((await api.call('GET', list, { token: stranger.access })).status).toBe(403);
  });

  it('are done again, once what was wrong is mended, which is in the audit trail', async () => {
    const [old] = await instances.sql(
      `INSERT INTO security.ip_blocks (id, network, reason, automatic, attempts, level, created_at, ends_at)
       VALUES (uuidv7(), '203.0.113.7', 'Long over', false, 0, 0, '2020-01-01', '2020-01-02') RETURNING id`,
    );
    const isThere = async () =>
      (await instances.sql('SELECT 1 FROM security.ip_blocks WHERE id = $1', [old?.id])).length;
    await instances.sql(`CREATE FUNCTION security.refuse() RETURNS trigger LANGUAGE plpgsql
                         AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$`);
    await instances.sql(`CREATE TRIGGER refuse BEFORE DELETE ON security.ip_blocks
                         EXECUTE FUNCTION security.refuse()`);
    await addWithOneTry('security.purge');
    const failed = async () => rows(await get('failed-jobs'));
    await expect
      .poll(failed)
      .toMatchObject([{ name: 'security.purge', tier: 'main', attempts: 1 }]);
    const jobId = String((await failed())[0]?.id);
    expect(await isThere()).toBe(1);
    await instances.sql('DROP TRIGGER refuse ON security.ip_blocks');
    expect((await post(`failed-jobs/main/${jobId}/retry`)).status).toBe(204);
    await expect.poll(isThere).toBe(0);
    await expect.poll(failed).toEqual([]);
    expect((await post(`failed-jobs/main/${jobId}/retry`)).status).toBe(404);
    const token = staff.access;
    await expect
      .poll(async () => rows(await api.call('GET', '/audit-logs?action=job.retried', { token })))
      .toMatchObject([{ details: { name: 'security.purge', jobId } }]);
  });
});

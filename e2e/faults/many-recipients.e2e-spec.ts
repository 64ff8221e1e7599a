import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../server/test/harness/database.js';
import { Stand } from '../harness/stand.js';

const newcomers = 1_000;

let database: TestDatabase;
let stand: Stand;
beforeAll(async () => {
  database = await createTestDatabase();
  stand = await Stand.start(database.url);
});
afterAll(async () => {
  await stand?.stop();
  await database?.drop();
});

const addMembers = (count: number) =>
  stand.sql(
    `WITH people AS (
       INSERT INTO identity.users
         (id, email, email_key, first_name, last_name, email_verified_at, created_at)
       SELECT uuidv7(), address, address, 'Grace', 'Hopper', now(), now()
         FROM generate_series(1, $1::int) AS number,
           LATERAL (SELECT 'member' || number || '@example.com' AS address) AS addresses
       RETURNING id)
     INSERT INTO identity.memberships (organization_id, user_id, role, created_at)
     SELECT organization.id, people.id, 'EMPLOYEE', now()
       FROM people, identity.organizations AS organization`,
    [count],
  );

/** How many rows of a notice there are, and for how many people. */
const countsOf = async (rows: string, person: string) =>
  (
    await stand.sql(`SELECT count(*)::int AS rows, count(DISTINCT ${person})::int AS people
      FROM ${rows}`)
  )[0];

it('attack 32: killed while everybody is told, and while mails are made, it tells each person once', async () => {
  await addMembers(newcomers);
  const body = {
    everybody: true,
    content: { kind: 'text', subject: 'Closed on Friday', text: 'See you on Monday.' },
    channels: ['in_app', 'email'],
  };
  const call = (method: string, path: string, more: object = {}) =>
    stand.api.call(method, path, { token: stand.token, ...more });
  const sent = await call('POST', '/notifications/send', { body });
  const recipients = Number(sent.body.recipients);
  expect(recipients).toBeGreaterThan(newcomers);
  const path = `/notifications/notices/${String(sent.body.id)}`;
  const notice = async () => (await call('GET', path)).body;
  const isPast = (count: number, what: (body: Record<string, unknown>) => unknown) =>
    expect.poll(async () => Number(what(await notice()))).toBeGreaterThan(count);

  // Whoever sent it sees how far it has got.
  await isPast(0, ({ reached }) => reached);
  await stand.killAndStart();
  const mailed = ({ deliveries }: Record<string, unknown>) =>
    (deliveries as Record<string, number>).sent;
  await isPast(newcomers / 4, mailed);
  await stand.killAndStart();
  await isPast(recipients - 1, mailed);

  expect(await notice()).toMatchObject({ state: 'told', recipients, reached: recipients });
  const each = { rows: recipients, people: recipients };
  const about = `WHERE title = 'Closed on Friday'`;
  expect(await countsOf(`notifications.notifications ${about}`, 'user_id')).toEqual(each);
  for (const channel of ['in_app', 'email']) {
    const deliveries = `notifications.deliveries WHERE notice_id IS NOT NULL
      AND subject = 'Closed on Friday' AND channel = '${channel}'`;
    expect(await countsOf(deliveries, 'user_id')).toEqual(each);
  }
  const mails = `platform.mails WHERE id IN (SELECT message_id FROM notifications.deliveries
    WHERE subject = 'Closed on Friday')`;
  expect(await countsOf(mails, 'recipient_key')).toEqual(each);
}, 300_000);

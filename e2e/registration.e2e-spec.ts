import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const resend = (email: string) =>
  api.call('POST', '/auth/verify-email/resend', { body: { email } });
const confirm = async (token: string) =>
  (await api.call('POST', '/auth/verify-email', { body: { token } })).status;
const aMinuteLater = () =>
  query(
    gatehouse.databaseUrl,
    `UPDATE identity.registrations SET created_at = created_at - interval '61 seconds'`,
  );

it('the confirmation is sent once more, at most once a minute, and its link voids the one before', async () => {
  const email = 'lost@example.com';
  await api.apply(email);
  const first = await api.linkFor(email);
  expect((await resend(email)).status).toBe(202);
  expect(await api.mailsFor(email)).toHaveLength(1);
  await aMinuteLater();
  expect((await resend(email)).status).toBe(202);
  expect(await api.mailsFor(email)).toHaveLength(2);
  const second = await api.linkFor(email);
  expect(await confirm(first)).toBe(400);
  expect(await confirm(second)).toBe(204);
  expect((await api.signIn(email)).status).toBe(200);
});

it('attack 8: whoever asks for it is not told whether an address waits, is confirmed or unknown', async () => {
  await api.apply('waits@example.com');
  await api.register('confirmed@example.com');
  await aMinuteLater();
  const before = await api.mailsFor('confirmed@example.com');
  const answers = [];
  for (const name of ['waits', 'confirmed', 'unknown'])
    answers.push(await resend(`${name}@example.com`));
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  expect(await api.mailsFor('confirmed@example.com')).toEqual(before);
  expect(await api.mailsFor('unknown@example.com')).toEqual([]);
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { Api, password, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

const passphrases = [
  password,
  'a second phrase of mine 1',
  'a third phrase of mine 2',
  'and a fourth one of mine 3',
] as const;
const setPolicies = async (policies: object) => {
  const answer = await api.call('PUT', '/organizations/current/policies', {
    token: owner,
    body: policies,
  });
  expect(answer.status).toBe(200);
};
const sql = (text: string, values: readonly unknown[] = []) =>
  query(gatehouse.databaseUrl, text, [...values]);
const keptOf = async (email: string) =>
  (
    await sql(
      `SELECT h.password_hash FROM identity.password_history h
         JOIN identity.users u ON u.id = h.user_id WHERE u.email = $1`,
      [email],
    )
  ).length;
const change = (token: string, from: number, to: number) =>
  api.call('POST', '/auth/password/change', {
    token,
    body: { currentPassword: passphrases[from], newPassword: passphrases[to] },
  });

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
  const boss = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  owner = (await api.turnOnTotp(boss.access)).access;
});
afterAll(() => gatehouse?.stop());

it('takes none of the last passwords again, and keeps no more than it asks for', async () => {
  await setPolicies({ passwordHistory: 3 });
  const { access } = await api.add(owner, 'ada@example.com', 'EMPLOYEE');
  expect((await change(access, 0, 0)).body.code).toBe('weak_password');
  expect((await change(access, 0, 1)).status).toBe(204);
  expect((await change(access, 1, 2)).status).toBe(204);
  for (const old of [0, 1, 2]) {
    const refused = await change(access, 2, old);
    expect(refused.body).toMatchObject({
      code: 'weak_password',
      detail: 'must not be one of your last 3 passwords',
    });
  }
  expect((await change(access, 2, 3)).status).toBe(204);
  // The first one is forgotten by now.
  expect((await change(access, 3, 0)).status).toBe(204);
  expect(await keptOf('ada@example.com')).toBe(3);
  // What nobody asks for any more is forgotten with the next change.
  await setPolicies({});
  expect((await change(access, 0, 0)).status).toBe(204);
  expect(await keptOf('ada@example.com')).toBe(0);
});

it('attack: a forced reset and a mail are no way round it', async () => {
  await setPolicies({ passwordHistory: 2 });
  const { id } = await api.add(owner, 'bob@example.com', 'EMPLOYEE');
  await api.call('POST', `/users/${id}/password/reset`, { token: owner });
  const token = await api.linkFor('bob@example.com');
  const reset = (newPassword: string) =>
    api.call('POST', '/auth/password/reset', { body: { token, newPassword } });
  expect((await reset(password)).body.code).toBe('weak_password');
  // The link is not used up by what was refused.
  expect((await reset(passphrases[1])).status).toBe(204);
  await setPolicies({});
});

it('keeps nothing of people whose organization asks for nothing (control)', async () => {
  const { access } = await api.add(owner, 'carol@example.com', 'EMPLOYEE');
  expect((await change(access, 0, 1)).status).toBe(204);
  expect((await change(access, 1, 0)).status).toBe(204);
  expect(await keptOf('carol@example.com')).toBe(0);
});

it('asks for another password when the present one is too old, by mail', async () => {
  const email = 'dave@example.com';
  const { access } = await api.add(owner, email, 'EMPLOYEE');
  await setPolicies({ passwordMaxAgeDays: 90 });
  const age = (days: number) =>
    sql(
      `UPDATE identity.users SET password_set_at = now() - $2 * interval '1 day' WHERE email = $1`,
      [email, days],
    );
  await age(89);
  expect((await api.signIn(email)).status).toBe(200);
  await age(91);
  const subjects = async () => (await api.mailsFor(email)).map(({ subject }) => subject);
  const before = (await subjects()).length;
  // Attack 8: whoever does not know the password is not told.
  expect((await api.signIn(email, 'a wrong password')).body.code).toBe('invalid_credentials');
  expect(await subjects()).toHaveLength(before);
  const answers = await times(5, () => api.signIn(email));
  expect(statuses(answers)).toEqual([403, 403, 403, 403, 403]);
  expect(answers[0]?.body.code).toBe('password_expired');
  expect(JSON.stringify(answers[0]?.body)).not.toContain('oken');
  // One mail, however many ask at once.
  expect(await subjects()).toHaveLength(before + 1);
  // What has begun goes on.
  expect((await api.validate(access)).status).toBe(200);
  const body = { token: await api.linkFor(email), newPassword: passphrases[1] };
  expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
  expect((await api.signIn(email, passphrases[1])).status).toBe(200);
  await age(91);
  await setPolicies({});
  expect((await api.signIn(email, passphrases[1])).status).toBe(200);
});

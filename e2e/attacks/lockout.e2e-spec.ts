import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times, totp } from '../harness/api.js';
import { fullHashes, type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
let owner: string;

beforeAll(async () => {
  gatehouse = await startGatehouse({ ...fullHashes, GATEHOUSE_MAGIC_LINK: 'true' });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
}, 60_000);
afterAll(() => gatehouse?.stop());

const wrong = 'not the password at all';
const failFiveTimes = (email: string) => times(5, () => api.signIn(email, wrong));
const verify = (tempToken: unknown, method: string, code: string | undefined) =>
  api.call('POST', '/auth/2fa/verify', { body: { tempToken, method, code } });

describe('attack 10: the lock holds on every way in', () => {
  it('the right password does not open a delayed account', async () => {
    await api.register('delayed@example.com');
    await failFiveTimes('delayed@example.com');
    const answer = await api.signIn('delayed@example.com');
    expect(answer.status).toBe(429);
    expect(answer.body.code).toBe('sign_in_delayed');
  });

  it('wrong codes delay the next challenge too, and the right code does not open it', async () => {
    const { access } = await api.newPerson('codes@example.com');
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: first } = await api.signIn('codes@example.com');
    await times(5, () => verify(first.tempToken, 'totp', '000000'));
    const { body: second } = await api.signIn('codes@example.com');
    const answer = await verify(second.tempToken, 'backup_code', backupCodes[0]);
    expect(answer.status).toBe(429);
  });

  it('an account deactivated after the password does not pass the code', async () => {
    const person = await api.add(owner, 'between@example.com', 'EMPLOYEE');
    const { backupCodes, refresh } = await api.turnOnTotp(person.access);
    const { body: challenge } = await api.signIn('between@example.com');
    const path = `/users/${person.id}/deactivate`;
    expect((await api.call('POST', path, { token: owner })).status).toBe(200);
    expect((await verify(challenge.tempToken, 'backup_code', backupCodes[0])).status).toBe(401);
    expect((await api.refresh(refresh)).status).toBe(401);
    expect((await api.signIn('between@example.com')).status).toBe(401);
  });

  it('a reset link from before does not open a deactivated account', async () => {
    const person = await api.add(owner, 'link@example.com', 'EMPLOYEE');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'link@example.com' } });
    const token = await api.linkFor('link@example.com');
    await api.call('POST', `/users/${person.id}/deactivate`, { token: owner });
    const newPassword = 'another long passphrase 8';
    await api.call('POST', '/auth/password/reset', { body: { token, newPassword } });
    expect((await api.signIn('link@example.com', newPassword)).status).toBe(401);
  });
});

describe('attack 9: failures are counted apart', () => {
  it('wrong passwords from one place do not use up the codes', async () => {
    const { access } = await api.newPerson('apart@example.com');
    const { backupCodes } = await api.turnOnTotp(access);
    const { body: challenge } = await api.signIn('apart@example.com');
    await failFiveTimes('apart@example.com');
    expect((await verify(challenge.tempToken, 'backup_code', backupCodes[0])).status).toBe(200);
  });

  it('a code works once (RFC 6238 section 5.2)', async () => {
    const { access } = await api.newPerson('once@example.com');
    const { secret } = await api.turnOnTotp(access);
    const { body: challenge } = await api.signIn('once@example.com');
    // The code of this step turned the factor on.
    expect((await verify(challenge.tempToken, 'totp', totp(secret))).status).toBe(401);
  });
});

describe('attack 8: time tells nothing', () => {
  const samples = 20;
  beforeAll(async () => {
    // Not at once: more passwords than the machine hashes in time are turned away (attack 31).
    for (let index = 0; index < samples; index += 1) {
      await api.register(`timed${index}@example.com`);
      await api.register(`inactive${index}@example.com`);
      await api.apply(`waiting${index}@example.com`);
      await api.apply(`unconfirmed${index}@example.com`);
    }
  }, 120_000);
  /** Of the quicker ones: what else goes on in the machine only ever adds. */
  const lowerQuartile = (values: readonly number[]) =>
    values.toSorted((a, b) => a - b)[Math.floor(values.length / 4)] ?? 0;

  /** What each case takes, by interleaved samples, in milliseconds. */
  async function timesOf(
    cases: readonly ((index: number) => Promise<unknown>)[],
  ): Promise<number[]> {
    const taken = cases.map((): number[] => []);
    for (let index = 0; index < samples; index += 1)
      for (const [number, run] of cases.entries()) {
        const started = performance.now();
        await run(index);
        taken[number]?.push(performance.now() - started);
      }
    return taken.map(lowerQuartile);
  }

  const spread = (values: readonly number[]) => Math.max(...values) / Math.min(...values);

  it('a sign-in takes as long whether or not the account is there, confirmed and active', async () => {
    // One each: an account that failures have locked answers at once, and differently.
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.users SET is_active = false WHERE email LIKE 'inactive%'`,
    );
    const found = await timesOf([
      (index) => api.signIn(`nobody${index}@example.com`, wrong),
      (index) => api.signIn(`timed${index}@example.com`, wrong),
      (index) => api.signIn(`waiting${index}@example.com`, password),
      (index) => api.signIn(`inactive${index}@example.com`, password),
    ]);
    expect(spread(found)).toBeLessThan(1.6);
  });

  it('a registration takes as long for a known address', async () => {
    const found = await timesOf([
      (index) => api.apply(`fresh${index}@example.com`),
      (index) => api.apply(`timed${index}@example.com`),
    ]);
    expect(spread(found)).toBeLessThan(1.6);
  });

  it.each([
    ['a forgotten password', '/auth/password/forgot', 'timed'],
    ['a link to sign in', '/auth/magic-link', 'timed'],
    ['the confirmation once more', '/auth/verify-email/resend', 'unconfirmed'],
  ])('%s is asked for, and the answer and its time are the same for any address', async (...of) => {
    const [, path, known] = of;
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.registrations SET created_at = created_at - interval '2 minutes'`,
    );
    const ask = (email: string) => api.call('POST', path, { body: { email } });
    const answers = [await ask('owner@example.com'), await ask('nobody@example.com')];
    expect(new Set(statuses(answers))).toEqual(new Set([202]));
    const [shown, hidden] = answers.map(({ body }) => ({ ...body, ticket: typeof body.ticket }));
    expect(shown).toEqual(hidden);
    const mailed = async () => (await api.mailsFor(`${known}0@example.com`)).length;
    const before = await mailed();
    const found = await timesOf([
      (index) => ask(`${known}${index}@example.com`),
      (index) => ask(`unknown${index}@example.com`),
    ]);
    expect(spread(found)).toBeLessThan(1.3);
    // What took its time was the work.
    expect(await mailed()).toBe(before + 1);
    expect(await api.mailsFor('unknown0@example.com')).toEqual([]);
  });
});

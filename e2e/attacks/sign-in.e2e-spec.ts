import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, Api, password, statuses, times } from '../harness/api.js';
import { fullHashes, type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { query } from '../harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;
beforeAll(async () => {
  gatehouse = await startGatehouse(fullHashes);
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

/** All that an answer tells, without what differs between any two. */
const told = ({ status, body }: Answer) => {
  const { requestId: _requestId, traceId: _traceId, instance: _instance, detail, ...rest } = body;
  // A delay was counted down meanwhile.
  return { status, ...rest, detail: String(detail).replace(/\d+ seconds?/, 'some seconds') };
};

/** Signs in wrongly until it is too often. */
async function lock(name: string): Promise<void> {
  let status = 0;
  for (let again = 0; status !== 429 && again < 30; again += 1)
    ({ status } = await api.signIn(`${name}@example.com`, 'not the password at all'));
  expect(status).toBe(429);
}

describe('sign-in', { timeout: 240_000 }, () => {
  it('attack 8: unknown, wrong, unconfirmed, deactivated and deleted get the same answer', async () => {
    for (const name of ['known', 'inactive', 'deleted']) await api.register(`${name}@example.com`);
    await api.apply('unconfirmed@example.com');
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.users SET is_active = false WHERE email = 'inactive@example.com'`,
    );
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.users SET deleted_at = now() WHERE email = 'deleted@example.com'`,
    );
    const answers = [
      await api.signIn('nobody@example.com'),
      await api.signIn('known@example.com', 'not the password at all'),
      await api.signIn('unconfirmed@example.com'),
      await api.signIn('inactive@example.com'),
      await api.signIn('inactive@example.com', 'not the password at all'),
      await api.signIn('deleted@example.com'),
    ];
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] ?? answer));
    expect(answers[0]).toMatchObject({ status: 401, body: { code: 'invalid_credentials' } });
  });

  it('attack 8: a locked account tells neither that it is there nor whether the password is right', async () => {
    for (const name of ['locked', 'lockedinactive']) await api.register(`${name}@example.com`);
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.users SET is_active = false WHERE email = 'lockedinactive@example.com'`,
    );
    for (const name of ['locked', 'lockedinactive', 'lockednobody']) await lock(name);
    const answers = [
      await api.signIn('lockednobody@example.com'),
      await api.signIn('locked@example.com'),
      await api.signIn('locked@example.com', 'not the password at all'),
      await api.signIn('lockedinactive@example.com'),
    ];
    for (const answer of answers) expect(told(answer)).toEqual(told(answers[0] ?? answer));
    expect(answers[0]).toMatchObject({ status: 429, body: { code: 'sign_in_delayed' } });
  });

  it('attack 9: parallel wrong passwords are delayed after five, and known and unknown names alike', async () => {
    const wrong = await times(20, () => api.signIn('stranger@example.com', 'wrong password 12345'));
    // A busy server has none of it, rather than check one more.
    const shed = wrong.filter((answer) => answer.status === 503).length;
    const checked = wrong.filter((answer) => answer.status === 401).length;
    expect(checked).toBeLessThanOrEqual(5);
    if (shed === 0) expect(checked).toBe(5);
    expect(wrong.filter((answer) => answer.status === 429)).toHaveLength(20 - shed - checked);
    if (checked < 5) await lock('stranger');
    const next = await api.signIn('stranger@example.com');
    expect(next.body.code).toBe('sign_in_delayed');
    expect(Number(next.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('attack 13: spelling the address in another case is the same account', async () => {
    await api.register('Case@Example.com');
    expect((await api.signIn('case@EXAMPLE.com')).status).toBe(200);
  });

  it.each([
    ['full-width letters', 'wide@example.com', '\uFF37\uFF49\uFF44\uFF45@example.com'],
    ['a full-width domain', 'domain@example.com', 'domain@\uFF45xample.com'],
    ['a ligature', 'office@example.com', 'o\uFB03ce@example.com'],
    ['the Kelvin sign', 'kate@example.com', '\u212Aate@example.com'],
    ['a decomposed accent', 'jos\u00E9@example.com', 'jose\u0301@example.com'],
    ['a composed accent', 'rene\u0301@example.com', 'ren\u00E9@example.com'],
  ])('attack 13: %s are the same account', async (_what, email, lookalike) => {
    await api.register(email);
    expect((await api.signIn(lookalike)).status).toBe(200);
    // A second account beside it cannot be opened, and what is asked for by the other name goes to the owner.
    expect((await api.apply(lookalike)).status).toBe(202);
    const ask = { body: { email: lookalike } };
    expect((await api.call('POST', '/auth/password/forgot', ask)).status).toBe(202);
    const rows = await query(
      gatehouse.databaseUrl,
      'SELECT id FROM identity.users WHERE email = ANY ($1) OR email_key = ANY ($1)',
      [[email, lookalike, email.normalize('NFKC'), email.normalize('NFD')]],
    );
    expect(rows).toHaveLength(1);
    const token = await api.linkFor(email.normalize('NFKC'));
    const body = { token, newPassword: 'another long passphrase 8' };
    expect((await api.call('POST', '/auth/password/reset', { body })).status).toBe(204);
    expect((await api.signIn(email, body.newPassword)).status).toBe(200);
  });

  it.each([
    ['a zero-width space', 'in\u200Bvisible@example.com'],
    ['a zero-width joiner', 'in\u200Dvisible@example.com'],
    ['a soft hyphen', 'in\u00ADvisible@example.com'],
    ['a word joiner', 'invisible@exam\u2060ple.com'],
    ['a byte order mark', 'in\uFEFFvisible@example.com'],
    ['a right-to-left override', 'in\u202Evisible@example.com'],
    ['a null', 'in\u0000visible@example.com'],
    ['a line break', 'in\nvisible@example.com'],
  ])('attack 13: %s opens no account and makes none', async (_what, lookalike) => {
    await api.apply('invisible@example.com');
    expect((await api.apply(lookalike)).status).toBe(422);
    expect([401, 422]).toContain((await api.signIn(lookalike)).status);
    const rows = await query(
      gatehouse.databaseUrl,
      'SELECT email FROM identity.registrations WHERE email LIKE $1',
      ['in%visible%'],
    );
    expect(new Set(rows.map(({ email }) => email))).toEqual(new Set(['invisible@example.com']));
  });

  it('attack 13: a letter of another script is another account', async () => {
    await api.register('paypal@example.com');
    expect((await api.signIn('p\u0430ypal@example.com')).status).toBe(401);
  });

  it('attack 13: no username looks like another', async () => {
    const person = { password, firstName: 'A', lastName: 'B' };
    for (const username of [
      '\uFF41dmin',
      '\u0430dmin',
      'ad\u200Bmin',
      'adm\u0131n',
      'admin\u0301',
    ]) {
      const body = { ...person, email: 'username@example.com', username };
      expect((await api.call('POST', '/auth/register', { body })).status).toBe(422);
    }
  });

  it('attack 16: a password reset ends every session', async () => {
    await api.register('reset@example.com');
    const { access, refresh } = await api.tokensOf('reset@example.com');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'reset@example.com' } });
    const token = await api.linkFor('reset@example.com');
    const body = { token, newPassword: 'another long passphrase 8' };
    const answers = await times(20, () => api.call('POST', '/auth/password/reset', { body }));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect((await api.call('GET', '/auth/validate', { token: access })).status).toBe(401);
    expect(
      (await api.call('POST', '/auth/refresh', { body: { refreshToken: refresh } })).status,
    ).toBe(401);
  });
});

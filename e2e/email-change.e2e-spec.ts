import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse();
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const changed = 'Your e-mail address was changed';
const other = 'another long passphrase 8';

const ask = (token: string, newEmail: string, secret = password) =>
  api.call('POST', '/auth/email/change', { token, body: { password: secret, newEmail } });
const confirm = (token: string) => api.call('POST', '/auth/email/confirm', { body: { token } });
const report = (token: string) => api.call('POST', '/auth/not-me', { body: { token } });
const subjectsFor = async (email: string) =>
  (await api.mailsFor(email)).map(({ subject }) => subject);
const newest = async (email: string) => (await api.mailsFor(email))[0]?.text ?? '';
/** Somebody asks for another address and confirms it. */
const move = async (access: string, to: string) => {
  expect((await ask(access, to)).status).toBe(202);
  expect((await confirm(await api.linkFor(to))).status).toBe(204);
};
const minuteLater = () =>
  query(
    gatehouse.databaseUrl,
    `UPDATE identity.email_changes SET created_at = created_at - interval '1 minute'`,
  );
const reset = async (token: string) =>
  api.call('POST', '/auth/password/reset', { body: { token, newPassword: other } });

describe('a changed e-mail address', () => {
  it('takes effect when the new address confirms; both are told, and the other sessions end', async () => {
    const { access } = await api.newPerson('old@example.com');
    const elsewhere = await api.tokensOf('old@example.com');
    expect((await ask(access, 'new@example.com')).status).toBe(202);
    expect(await subjectsFor('old@example.com')).toContain('Another e-mail address was asked for');
    expect((await api.signIn('new@example.com')).status).toBe(401);
    expect((await confirm(await api.linkFor('new@example.com'))).status).toBe(204);
    expect((await api.signIn('old@example.com')).status).toBe(401);
    expect((await api.signIn('new@example.com')).status).toBe(200);
    expect((await api.validate(access)).status).toBe(200);
    expect((await api.validate(elsewhere.access)).status).toBe(401);
    expect((await api.refresh(elsewhere.refresh)).status).toBe(401);
    expect(await subjectsFor('old@example.com')).toContain(changed);
    expect(await subjectsFor('new@example.com')).toContain('This is your e-mail address now');
    const { body } = await api.call('GET', '/auth/profile', { token: access });
    expect(body).toMatchObject({ email: 'new@example.com', emailVerified: true });
  });

  it('needs the password, and one wish a minute is enough', async () => {
    const { access } = await api.newPerson('wish@example.com');
    expect((await ask(access, 'x@example.com', 'not the password at all')).status).toBe(401);
    expect(await subjectsFor('x@example.com')).toEqual([]);
    expect((await ask(access, 'x@example.com')).status).toBe(202);
    const second = await ask(access, 'y@example.com');
    expect(second.status).toBe(429);
    expect(second.headers.get('retry-after')).toBe('60');
    const first = await api.linkFor('x@example.com');
    await minuteLater();
    expect((await ask(access, 'y@example.com')).status).toBe(202);
    expect((await confirm(first)).status).toBe(400);
  });

  it('needs no password of whoever has none, but a proof that is not old', async () => {
    const email = 'passwordless@example.com';
    const { access: token } = await api.newPerson(email);
    const wish = { token, body: { newEmail: 'other@example.com' } };
    const asked = () => api.call('POST', '/auth/email/change', wish);
    // Who has a password gives it.
    expect((await asked()).body.code).toBe('invalid_credentials');
    const remove = 'UPDATE identity.users SET password_hash = NULL WHERE email = $1';
    await query(gatehouse.databaseUrl, remove, [email]);
    const age = `UPDATE identity.sessions s SET authenticated_at = now() - $2::interval, version = version + 1
      FROM identity.users u WHERE u.id = s.user_id AND u.email = $1`;
    await query(gatehouse.databaseUrl, age, [email, '6 minutes']);
    expect((await asked()).body.code).toBe('reauthentication_required');
    await query(gatehouse.databaseUrl, age, [email, '1 minute']);
    expect((await asked()).status).toBe(202);
    expect(await newest(email)).not.toContain('knows your password');
  });

  it('attack 1: of many confirmations with one link exactly one succeeds', async () => {
    const { access } = await api.newPerson('raced@example.com');
    await ask(access, 'raced-new@example.com');
    const token = await api.linkFor('raced-new@example.com');
    const answers = await times(50, () => confirm(token));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(49);
  });

  it('attack 1: of many accounts that want one address at once exactly one gets it', async () => {
    const wanted = 'wanted@example.com';
    const people = await times(4, (index) => api.newPerson(`wants${index}@example.com`));
    for (const { access } of people) expect((await ask(access, wanted)).status).toBe(202);
    const mails = await api.mailsFor(wanted);
    const links = mails.map(({ links: [link = ''] }) => new URL(link).searchParams.get('token'));
    expect(links).toHaveLength(4);
    const answers = await Promise.all(links.map((link) => confirm(String(link))));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
  });

  it('attack 8: an address in use gets the same answer and the same notice, and its owner is told', async () => {
    await api.register('taken@example.com');
    const { access } = await api.newPerson('curious@example.com');
    const used = await ask(access, 'taken@example.com');
    const told = await newest('curious@example.com');
    await minuteLater();
    const free = await ask(access, 'free@example.com');
    const toldFree = await newest('curious@example.com');
    expect(used.status).toBe(free.status);
    expect(used.body).toEqual(free.body);
    const plain = (text: string) => text.replaceAll(/token=\S+|(taken|free)@/g, '');
    expect(plain(told)).toBe(plain(toldFree));
    expect(told).toContain('taken@example.com');
    const [mail] = await api.mailsFor('taken@example.com');
    expect(mail).toMatchObject({ subject: 'Your address belongs to your account already' });
    expect(mail?.links).toEqual([]);
  });

  it('attack 13: another spelling of an address in use is in use', async () => {
    await api.register('spelled@example.com');
    const { access } = await api.newPerson('speller@example.com');
    for (const spelling of [' SPELLED@Example.com ', 'ｓpelled@example.com']) {
      expect((await ask(access, spelling)).status).toBe(202);
      await minuteLater();
    }
    const subjects = await subjectsFor('spelled@example.com');
    expect(subjects.filter((subject) => subject.includes('already'))).toHaveLength(2);
    await move(access, 'Moved@Example.com');
    expect((await api.signIn('moved@EXAMPLE.com')).status).toBe(200);
    expect((await ask(access, 'in\u200bvisible@example.com')).status).toBe(422);
  });

  it('a link is no longer good when the password was changed, or the account deactivated', async () => {
    const { access } = await api.newPerson('stale@example.com');
    await ask(access, 'stale-new@example.com');
    const body = { currentPassword: password, newPassword: other };
    await api.call('POST', '/auth/password/change', { token: access, body });
    expect((await confirm(await api.linkFor('stale-new@example.com'))).status).toBe(400);
  });

  it('a link to reset that went to the old address opens nothing any more', async () => {
    const { access } = await api.newPerson('leaver@example.com');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'leaver@example.com' } });
    const link = await api.linkFor('leaver@example.com');
    await move(access, 'leaver-new@example.com');
    expect((await reset(link)).status).toBe(400);
  });
});

describe('a stranger who changed the address', () => {
  it('loses the account to the old one, which undoes it within 7 days', async () => {
    const { access } = await api.newPerson('victim@example.com');
    await move(access, 'thief@example.com');
    const undo = await api.linkIn('victim@example.com', changed);
    const answers = await times(20, () => report(undo));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect((await api.validate(access)).status).toBe(401);
    expect((await reset(await api.linkFor('victim@example.com'))).status).toBe(204);
    expect((await api.signIn('victim@example.com', other)).status).toBe(200);
    expect((await api.signIn('thief@example.com', other)).status).toBe(401);
  });

  it('cannot have it erased behind the back of the old one, which is told and calls it off', async () => {
    const { access } = await api.newPerson('doomed@example.com');
    await move(access, 'doomer@example.com');
    expect((await api.call('POST', '/auth/account/erase', { token: access })).status).toBe(202);
    const told = 'Your account will be erased';
    await api.linkIn('doomer@example.com', told);
    expect((await report(await api.reportLinkIn('doomed@example.com', told))).status).toBe(204);
    const body = { token: await api.linkIn('doomer@example.com', told) };
    expect((await api.call('POST', '/auth/account/erase/cancel', { body })).status).toBe(400);
    expect((await reset(await api.linkFor('doomed@example.com'))).status).toBe(204);
    expect((await api.signIn('doomed@example.com', other)).status).toBe(200);
  });

  it('does not keep the old address from it by a reset, a second change or a report of their own', async () => {
    const { access } = await api.newPerson('owner@example.com');
    await move(access, 'thief1@example.com');
    const undo = await api.linkIn('owner@example.com', changed);
    await api.call('POST', '/auth/password/forgot', { body: { email: 'thief1@example.com' } });
    expect((await reset(await api.linkFor('thief1@example.com'))).status).toBe(204);
    const { body } = await api.signIn('thief1@example.com', other);
    await minuteLater();
    expect((await ask(String(body.accessToken), 'thief2@example.com', other)).status).toBe(202);
    expect((await confirm(await api.linkFor('thief2@example.com'))).status).toBe(204);
    const own = await api.linkIn('thief2@example.com', 'This is your e-mail address now');
    expect((await report(own)).status).toBe(204);
    const theirs = await api.linkIn('thief1@example.com', changed);
    expect((await report(undo)).status).toBe(204);
    expect((await report(theirs)).status).toBe(400);
    expect((await reset(await api.linkFor('owner@example.com'))).status).toBe(204);
    expect((await api.signIn('owner@example.com', other)).status).toBe(200);
    const subjects = await subjectsFor('thief1@example.com');
    expect(subjects.filter((subject) => subject.includes('to get back in'))).toEqual([]);
  });

  it('is undone by an older alarm too, which went to the old address', async () => {
    const { access } = await api.newPerson('alarmed@example.com');
    const headers = { 'user-agent': 'curl/8.0' };
    const body = { email: 'alarmed@example.com', password };
    await api.call('POST', '/auth/login', { body, headers });
    const alarm = await api.linkIn('alarmed@example.com', 'New sign-in to your account');
    await move(access, 'alarming@example.com');
    expect((await report(alarm)).status).toBe(204);
    expect((await reset(await api.linkFor('alarmed@example.com'))).status).toBe(204);
    expect((await api.signIn('alarmed@example.com', other)).status).toBe(200);
  });

  it('keeps it after 7 days', async () => {
    const { access } = await api.newPerson('late@example.com');
    await move(access, 'late-new@example.com');
    const undo = await api.linkIn('late@example.com', changed);
    const week = `interval '7 days'`;
    await query(
      gatehouse.databaseUrl,
      `UPDATE identity.email_changes SET confirmed_at = confirmed_at - ${week} WHERE old_email = $1`,
      ['late@example.com'],
    );
    expect((await report(undo)).status).toBe(400);
    expect((await api.signIn('late-new@example.com')).status).toBe(200);
  });
});

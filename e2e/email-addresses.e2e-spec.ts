import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Api, password, statuses, times } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { query } from './harness/query.js';

let gatehouse: RunningGatehouse;
let api: Api;

beforeAll(async () => {
  gatehouse = await startGatehouse({ GATEHOUSE_MAGIC_LINK: 'true' });
  api = new Api(gatehouse.url);
});
afterAll(() => gatehouse?.stop());

const changed = 'Your e-mail address was changed';
const other = 'another long passphrase 8';

interface Listed {
  id: string | null;
  email: string;
  state: string;
  confirmedAt: string | null;
}
const list = async (token: string) =>
  (await api.call('GET', '/auth/emails', { token })).body.data as Listed[];
const stateOf = async (token: string) =>
  (await list(token)).map(({ email, state }) => [email, state]);
const idOf = async (token: string, email: string) =>
  String((await list(token)).find((one) => one.email === email)?.id);
const ask = (token: string, email: string) =>
  api.call('POST', '/auth/emails', { token, body: { email } });
const confirm = (token: string) => api.call('POST', '/auth/email/confirm', { body: { token } });
const add = async (token: string, email: string) => {
  expect((await ask(token, email)).status).toBe(202);
  expect((await confirm(await api.linkFor(email))).status).toBe(204);
};
const makePrimary = async (token: string, email: string) =>
  api.call('POST', `/auth/emails/${await idOf(token, email)}/primary`, { token });
const remove = (token: string, id: string) => api.call('DELETE', `/auth/emails/${id}`, { token });
const report = (token: string) => api.call('POST', '/auth/not-me', { body: { token } });
const forgot = (email: string) => api.call('POST', '/auth/password/forgot', { body: { email } });
const reset = (token: string) =>
  api.call('POST', '/auth/password/reset', { body: { token, newPassword: other } });
const subjectsFor = async (email: string) =>
  (await api.mailsFor(email)).map(({ subject }) => subject);
const sql = (text: string, values: readonly unknown[] = []) =>
  query(gatehouse.databaseUrl, text, [...values]);
const later = () =>
  sql(`UPDATE identity.email_changes SET created_at = created_at - interval '1 minute'`);
/** Somebody of no organization founds one. @returns the token of a session in it. */
async function found(email: string): Promise<string> {
  const { access: token } = await api.turnOnTotp((await api.newPerson(email)).access);
  const { body } = await api.call('POST', '/organizations', { token, body: { name: 'Acme' } });
  const path = `/organizations/${String(body.id)}/switch`;
  return String((await api.call('POST', path, { token, body: {} })).body.accessToken);
}

describe('several addresses', () => {
  it('an added one counts once it is confirmed: it signs in, resets and gets links', async () => {
    const { access } = await api.newPerson('ada@example.com');
    expect((await ask(access, 'Ada@Home.example')).status).toBe(202);
    expect(await stateOf(access)).toEqual([
      ['ada@example.com', 'primary'],
      ['Ada@Home.example', 'pending'],
    ]);
    expect((await api.signIn('ada@home.example')).status).toBe(401);
    await forgot('ada@home.example');
    expect(await subjectsFor('Ada@Home.example')).toEqual(['Confirm your new e-mail address']);
    expect((await confirm(await api.linkFor('Ada@Home.example'))).status).toBe(204);
    expect(await stateOf(access)).toEqual([
      ['ada@example.com', 'primary'],
      ['Ada@Home.example', 'confirmed'],
    ]);
    expect(await subjectsFor('ada@example.com')).toContain(
      'Your account has another e-mail address',
    );
    // No session ends: nothing that proves anything was replaced.
    expect((await api.validate(access)).status).toBe(200);
    const signedIn = await api.signIn('ADA@home.example');
    expect(signedIn.body.user).toMatchObject({ email: 'ada@example.com' });
    await api.call('POST', '/auth/magic-link', { body: { email: 'ada@home.example' } });
    const link = { body: { token: await api.linkFor('Ada@Home.example') } };
    expect((await api.call('POST', '/auth/magic-link/verify', link)).status).toBe(200);
    await forgot('ada@home.example');
    expect((await reset(await api.linkFor('Ada@Home.example'))).status).toBe(204);
    expect((await api.signIn('ada@example.com', other)).status).toBe(200);
    expect(await subjectsFor('ada@example.com')).toContain('Your password was changed');
  });

  it('any of them finds its person in the list, until it is removed', async () => {
    const token = await found('finder@example.com');
    const namesBy = async (search: string) => {
      const path = `/users?search=${encodeURIComponent(search)}`;
      const { body } = await api.call('GET', path, { token });
      return (body.data as { email: string }[]).map(({ email }) => email);
    };
    expect(await namesBy('Finder@Home.example')).toEqual([]);
    await add(token, 'finder@home.example');
    expect(await namesBy('Finder@Home.example')).toEqual(['finder@example.com']);
    for (const part of ['finder@exam', 'FINDER@home', 'home.exa'])
      expect(await namesBy(part)).toEqual(['finder@example.com']);
    await remove(token, await idOf(token, 'finder@home.example'));
    expect(await namesBy('Finder@Home.example')).toEqual([]);
    expect(await namesBy('home.exa')).toEqual([]);
  });

  it('a removed one signs in no more, and links that went to it open nothing', async () => {
    const { access } = await api.newPerson('bob@example.com');
    await add(access, 'bob@home.example');
    await forgot('bob@home.example');
    const link = await api.linkFor('bob@home.example');
    expect((await remove(access, await idOf(access, 'bob@home.example'))).status).toBe(204);
    expect((await reset(link)).status).toBe(400);
    expect((await api.signIn('bob@home.example')).status).toBe(401);
    expect(await subjectsFor('bob@home.example')).toContain(
      'This is no longer an address of your account',
    );
    expect(await stateOf(access)).toEqual([['bob@example.com', 'primary']]);
    // It is anybody's again.
    await api.register('bob@home.example');
    expect((await api.signIn('bob@home.example')).status).toBe(200);
  });

  it('the primary one cannot be removed, nor somebody else’s, nor one too many added', async () => {
    const { access } = await api.newPerson('carol@example.com');
    const [primary] = await list(access);
    expect(primary?.id).toBeNull();
    const stranger = await api.newPerson('dave@example.com');
    await add(stranger.access, 'dave@home.example');
    const id = await idOf(stranger.access, 'dave@home.example');
    expect((await remove(access, id)).status).toBe(404);
    const path = `/auth/emails/${id}/primary`;
    expect((await api.call('POST', path, { token: access })).status).toBe(404);
    expect((await api.signIn('dave@home.example')).status).toBe(200);
    await sql(
      `INSERT INTO identity.email_addresses (id, user_id, email, email_key, confirmed_at)
       SELECT gen_random_uuid(), u.id, n || '@many.example', n || '@many.example', now()
         FROM identity.users u, generate_series(1, 9) n WHERE u.email = 'carol@example.com'`,
    );
    expect((await ask(access, 'eleventh@example.com')).body.code).toBe('too_many_addresses');
  });

  it('attack 8: one in use gets the same answer and the same list, and its owner is told', async () => {
    await api.register('taken@example.com');
    const owner = await api.newPerson('owner-of-two@example.com');
    await add(owner.access, 'second@example.com');
    const { access } = await api.newPerson('curious@example.com');
    const seen = [];
    for (const email of ['taken@example.com', 'second@example.com', 'free@example.com']) {
      const { status, body } = await ask(access, email);
      seen.push({ status, body, list: (await stateOf(access)).slice(1).map(([, state]) => state) });
      await later();
    }
    expect(seen[0]).toEqual(seen[2]);
    expect(seen[1]).toEqual(seen[2]);
    for (const email of ['taken@example.com', 'second@example.com'])
      expect((await api.mailsFor(email))[0]).toMatchObject({
        subject: 'Your address belongs to your account already',
        links: [],
      });
  });

  it('attack 13: a further address of somebody cannot be registered, in whatever spelling', async () => {
    const { access } = await api.newPerson('erin@example.com');
    await add(access, 'erin@home.example');
    expect((await api.apply(' ERIN@Home.example ')).status).toBe(202);
    const [mail] = await api.mailsFor('erin@home.example');
    expect(mail?.subject).toBe('You already have an account');
  });

  it('attack 1: of many accounts that add one address at once exactly one gets it', async () => {
    const wanted = 'wanted@example.com';
    const people = await times(4, (index) => api.newPerson(`adds${index}@example.com`));
    for (const { access } of people) expect((await ask(access, wanted)).status).toBe(202);
    await api.apply(wanted);
    const mails = await api.mailsFor(wanted);
    const links = mails.map(({ links: [link = ''] }) => new URL(link));
    expect(links).toHaveLength(5);
    const answers = await Promise.all(
      links.map(({ pathname, searchParams }) => {
        const body = { token: searchParams.get('token') };
        const path = pathname === '/verify-email' ? '/auth/verify-email' : '/auth/email/confirm';
        return api.call('POST', path, { body });
      }),
    );
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(4);
    const holders = 'SELECT user_id FROM identity.account_addresses WHERE email_key = $1';
    expect(await sql(holders, [wanted])).toHaveLength(1);
  });

  it('attack 1: of many confirmations with one link exactly one succeeds', async () => {
    const { access } = await api.newPerson('frank@example.com');
    await ask(access, 'frank@home.example');
    const token = await api.linkFor('frank@home.example');
    const answers = await times(20, () => confirm(token));
    expect(statuses(answers).filter((status) => status === 204)).toHaveLength(1);
  });

  it('an invitation to any confirmed address is accepted', async () => {
    const founder = await found('inviting@example.com');
    const { access: token } = await api.newPerson('grace@example.com');
    await add(token, 'grace@home.example');
    const body = { email: 'grace@home.example', role: 'EMPLOYEE' };
    expect((await api.call('POST', '/invitations', { token: founder, body })).status).toBe(201);
    const link = { token, body: { token: await api.linkFor('grace@home.example') } };
    expect((await api.call('POST', '/auth/invitations/accept', link)).status).toBe(200);
    // Who belongs already is not invited by another address.
    const again = { email: 'grace@example.com', role: 'EMPLOYEE' };
    const second = await api.call('POST', '/invitations', { token: founder, body: again });
    expect(second.body.code).toBe('already_member');
  });
});

describe('another primary address', () => {
  it('both are told, the other sessions end, and the former one stays among the others', async () => {
    const { access } = await api.newPerson('heidi@example.com');
    await add(access, 'heidi@home.example');
    const elsewhere = await api.tokensOf('heidi@example.com');
    expect((await makePrimary(access, 'heidi@home.example')).status).toBe(204);
    expect(await stateOf(access)).toEqual([
      ['heidi@home.example', 'primary'],
      ['heidi@example.com', 'confirmed'],
    ]);
    expect((await api.validate(access)).status).toBe(200);
    expect((await api.validate(elsewhere.access)).status).toBe(401);
    expect(await subjectsFor('heidi@example.com')).toContain(changed);
    expect(await subjectsFor('heidi@home.example')).toContain('This is your e-mail address now');
    for (const email of ['heidi@example.com', 'heidi@home.example'])
      expect((await api.signIn(email)).status).toBe(200);
  });

  it('a stranger’s choice is undone by the former one, and what they added is gone', async () => {
    const { access } = await api.newPerson('victim@example.com');
    await add(access, 'thief@example.com');
    await later();
    await add(access, 'thief2@example.com');
    await makePrimary(access, 'thief@example.com');
    const undo = await api.linkIn('victim@example.com', changed);
    // The former address was taken away too.
    expect((await remove(access, await idOf(access, 'victim@example.com'))).status).toBe(204);
    expect((await report(undo)).status).toBe(204);
    for (const email of ['thief@example.com', 'thief2@example.com']) await forgot(email);
    for (const email of ['thief@example.com', 'thief2@example.com'])
      expect(await subjectsFor(email)).not.toContain('Choose a new password');
    expect((await reset(await api.linkFor('victim@example.com'))).status).toBe(204);
    const tokens = await api.signIn('victim@example.com', other);
    expect(await stateOf(String(tokens.body.accessToken))).toEqual([
      ['victim@example.com', 'primary'],
    ]);
    for (const email of ['thief@example.com', 'thief2@example.com'])
      expect((await api.signIn(email, other)).status).toBe(401);
  });

  it('attack: two choices at once leave each address in one place', async () => {
    const { access } = await api.newPerson('ivan@example.com');
    await add(access, 'ivan@home.example');
    await later();
    await add(access, 'ivan@work.example');
    const [home, work] = await Promise.all([
      makePrimary(access, 'ivan@home.example'),
      makePrimary(access, 'ivan@work.example'),
    ]);
    expect([home.status, work.status]).toEqual([204, 204]);
    const emails = (await list(access)).map(({ email }) => email);
    expect(emails.toSorted()).toEqual([
      'ivan@example.com',
      'ivan@home.example',
      'ivan@work.example',
    ]);
  });
});

describe('an account that others made for an address', () => {
  const prepare = async (founder: string, email: string) => {
    const person = { email, firstName: 'Not', lastName: 'Theirs', role: 'EMPLOYEE' };
    const { status, body } = await api.call('POST', '/users', { token: founder, body: person });
    expect(status).toBe(201);
    return String(body.id);
  };

  it('gives way to whoever proves the address and has one already', async () => {
    const founder = await found('founder@example.com');
    const id = await prepare(founder, 'judy@work.example');
    const { access } = await api.newPerson('judy@example.com');
    await add(access, 'judy@work.example');
    expect((await api.signIn('judy@work.example')).body.user).toMatchObject({
      email: 'judy@example.com',
      organizationId: null,
    });
    expect((await api.call('GET', `/users/${id}`, { token: founder })).status).toBe(404);
  });

  it('gives way to a changed address too', async () => {
    const founder = await found('founder2@example.com');
    await prepare(founder, 'mike@work.example');
    const { access: token } = await api.newPerson('mike@example.com');
    const body = { password, newEmail: 'mike@work.example' };
    expect((await api.call('POST', '/auth/email/change', { token, body })).status).toBe(202);
    expect((await confirm(await api.linkFor('mike@work.example'))).status).toBe(204);
    expect((await api.signIn('mike@work.example')).status).toBe(200);
  });

  it('but not one that its person has confirmed meanwhile (control)', async () => {
    const founder = await found('founder3@example.com');
    await prepare(founder, 'nina@work.example');
    const { access } = await api.newPerson('nina@example.com');
    const first = await api.linkFor('nina@work.example');
    expect((await ask(access, 'nina@work.example')).status).toBe(202);
    const late = await api.linkFor('nina@work.example');
    expect((await reset(first)).status).toBe(204);
    expect((await confirm(late)).status).toBe(400);
    expect((await api.signIn('nina@work.example', other)).status).toBe(200);
  });
});

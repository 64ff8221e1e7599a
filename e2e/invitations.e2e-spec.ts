import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../server/test/harness/database.js';
import { type Api, password, statuses, times } from './harness/api.js';
import { startTwoInstances, type TwoInstances } from './harness/instances.js';

let instances: TwoInstances;
let api: Api;
let other: Api;
let owner: string;

beforeAll(async () => {
  instances = await startTwoInstances(await createTestDatabase());
  ({ left: api, right: other } = instances);
  const { access } = await api.setUp(instances.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(() => instances?.stop());

const invite = (email: string, role = 'EMPLOYEE', token = owner) =>
  api.call('POST', '/invitations', { token, body: { email, role } });
/** Invites, and reads the mail. */
const linkTo = async (email: string, role?: string) => {
  const { status, body } = await invite(email, role);
  expect(status).toBe(201);
  return { id: String(body.id), token: await api.linkFor(email) };
};
const register = (token: string, through = api) =>
  through.call('POST', '/auth/invitations/register', {
    body: { token, firstName: 'Barbara', lastName: 'Liskov', password },
  });
const accept = (token: string, access: string, through = api) =>
  through.call('POST', '/auth/invitations/accept', { token: access, body: { token } });
const inspect = (token: string) =>
  api.call('POST', '/auth/invitations/inspect', { body: { token } });
const resend = (id: string, token = owner) =>
  api.call('POST', `/invitations/${id}/resend`, { token });
const revoke = (id: string, token = owner) => api.call('DELETE', `/invitations/${id}`, { token });
const listed = async () => {
  const { body } = await api.call('GET', '/invitations?limit=100', { token: owner });
  return body.data as { id: string; email: string; expired: boolean }[];
};

describe('an invitation', () => {
  it('lets a newcomer in, with an account whose address is confirmed', async () => {
    const { id, token } = await linkTo('newcomer@example.com');
    expect((await listed()).map((one) => one.id)).toContain(id);
    expect((await inspect(token)).body).toMatchObject({
      organization: 'Northwind',
      invitedBy: 'Ada Lovelace',
      email: 'newcomer@example.com',
      hasAccount: false,
    });
    expect((await register(token)).status).toBe(201);
    const { access } = await api.tokensOf('newcomer@example.com');
    const { body } = await api.call('GET', '/auth/profile', { token: access });
    expect(body).toMatchObject({ role: 'EMPLOYEE', emailVerified: true });
    expect((await listed()).map((one) => one.id)).not.toContain(id);
    expect((await inspect(token)).body.code).toBe('invalid_token');
  });

  it('lets an existing account in, which may then switch', async () => {
    const { access } = await api.newPerson('known@example.com');
    const { token } = await linkTo('known@example.com', 'MANAGER');
    expect((await inspect(token)).body).toMatchObject({ hasAccount: true });
    expect((await register(token)).body.code).toBe('email_taken');
    const accepted = await accept(token, access);
    expect(accepted.body).toMatchObject({ organization: 'Northwind', role: 'MANAGER' });
    const path = `/organizations/${String(accepted.body.organizationId)}/switch`;
    const { body } = await api.call('POST', path, { token: access });
    expect(body).toMatchObject({ enrolmentRequired: true, user: { role: 'MANAGER' } });
  });

  it('gives the organization no say in an account that was there before', async () => {
    const email = 'own@example.com';
    const { access } = await api.newPerson(email);
    const { token } = await linkTo(email);
    expect((await accept(token, access)).status).toBe(200);
    const { body } = await api.validate(access);
    const path = `/users/${String(body.userId)}`;
    const act = (method: string, suffix: string, change?: unknown) =>
      api.call(method, path + suffix, { token: owner, body: change });
    expect((await act('POST', '/deactivate')).status).toBe(403);
    expect((await act('PATCH', '', { firstName: 'Mallory' })).status).toBe(403);
    expect((await act('DELETE', '')).status).toBe(204);
    expect((await api.signIn(email)).body).toMatchObject({ user: { organizationId: null } });
  });

  it('is of no use to another account, and stays good for its own', async () => {
    const { access } = await api.newPerson('thief@example.com');
    const { token } = await linkTo('meant@example.com');
    expect((await accept(token, access)).status).toBe(403);
    expect((await register(token)).status).toBe(201);
  });

  it('is for a role below that of whoever invites', async () => {
    const { access } = await api.add(owner, 'manager@example.com', 'MANAGER');
    const manager = (await api.turnOnTotp(access)).access;
    expect((await invite('a@example.com', 'BOSS')).status).toBe(403);
    expect((await invite('a@example.com', 'MANAGER', manager)).status).toBe(403);
    const { id } = await linkTo('b@example.com', 'MANAGER');
    expect((await resend(id, manager)).status).toBe(403);
    expect((await revoke(id, manager)).status).toBe(403);
    expect((await invite('c@example.com', 'EMPLOYEE', manager)).status).toBe(201);
  });

  it('is not for members, nor sent to an address that has one', async () => {
    const { id } = await linkTo('twice@example.com');
    expect((await invite('Twice@Example.com')).body.code).toBe('already_invited');
    expect((await invite('owner@example.com')).body.code).toBe('already_member');
    expect((await revoke(id)).status).toBe(204);
    const again = await invite('twice@example.com');
    expect(again.status).toBe(429);
    expect(again.headers.get('retry-after')).toBe('60');
  });

  it('ends when it is revoked, and when seven days are over', async () => {
    const revoked = await linkTo('revoked@example.com');
    expect((await revoke(revoked.id)).status).toBe(204);
    expect((await register(revoked.token)).body.code).toBe('invalid_token');
    const late = await linkTo('late@example.com');
    const [row] = await instances.sql(
      `SELECT extract(day FROM expires_at - created_at)::int AS days FROM identity.invitations WHERE id = $1`,
      [late.id],
    );
    expect(row).toEqual({ days: 7 });
    await instances.sql(
      `UPDATE identity.invitations SET expires_at = now(), sent_at = now() - interval '7 days' WHERE id = $1`,
      [late.id],
    );
    expect((await register(late.token)).body.code).toBe('invalid_token');
    expect((await listed()).find(({ id }) => id === late.id)).toMatchObject({ expired: true });
    expect((await invite('late@example.com')).status).toBe(201);
  });

  it('is sent again once a minute, with a new link that voids the old one', async () => {
    const { id, token } = await linkTo('again@example.com');
    expect((await resend(id)).status).toBe(429);
    await instances.sql(
      `UPDATE identity.invitations SET sent_at = now() - interval '61 seconds' WHERE id = $1`,
      [id],
    );
    const answers = await times(10, () => resend(id));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    const fresh = await api.linkFor('again@example.com');
    expect((await register(token)).body.code).toBe('invalid_token');
    expect((await register(fresh)).status).toBe(201);
  });

  it('attack 17: its token is stored hashed, and told in no answer and no event', async () => {
    const { token } = await linkTo('secret@example.com');
    const { body } = await api.call('GET', '/invitations', { token: owner });
    expect(JSON.stringify(body)).not.toContain(token);
    const rows = await instances.sql(`SELECT event FROM identity.outbox`);
    expect(JSON.stringify(rows)).toContain('invitation.created');
    expect(JSON.stringify(rows)).not.toContain(token);
  });
});

describe('attack 1: of many uses of one invitation exactly one succeeds', () => {
  it('by newcomers, over two instances', async () => {
    const { token } = await linkTo('race@example.com');
    const answers = await times(16, (index) => register(token, index % 2 ? api : other));
    expect(statuses(answers).filter((status) => status === 201)).toHaveLength(1);
  });

  it('by one account, over two instances', async () => {
    const { access } = await api.newPerson('racer@example.com');
    const { token } = await linkTo('racer@example.com');
    const answers = await times(16, (index) => accept(token, access, index % 2 ? api : other));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 400)).toHaveLength(15);
  });

  it('while it is revoked: it is accepted or revoked, never both', async () => {
    const { id, token } = await linkTo('late-race@example.com');
    const [accepted, revoked] = await Promise.all([register(token), revoke(id)]);
    expect([accepted.status === 201, revoked.status === 204].filter(Boolean)).toHaveLength(1);
    const people = await api.call('GET', '/users?search=late-race', { token: owner });
    expect(people.body.data).toHaveLength(accepted.status === 201 ? 1 : 0);
  });
});

describe('allowed e-mail domains', () => {
  const put = (allowedEmailDomains: string[], headers: Record<string, string> = {}) =>
    api.call('PUT', '/organizations/current/policies', {
      token: owner,
      body: { allowedEmailDomains },
      headers,
    });

  it('are what may be invited and added, at the time of the invitation and of its use', async () => {
    const { token } = await linkTo('before@example.org');
    expect((await put(['Example.COM'])).body).toEqual(
      expect.objectContaining({ allowedEmailDomains: ['example.com'] }),
    );
    const refused = [
      await invite('x@example.org'),
      await invite('x@mail.example.com'),
      await invite('x@notexample.com'),
      await register(token),
      await api.call('POST', '/users', {
        token: owner,
        body: { email: 'x@example.org', firstName: 'X', lastName: 'Y', role: 'EMPLOYEE' },
      }),
    ];
    for (const answer of refused) expect(answer.body.code).toBe('email_domain_not_allowed');
    expect((await invite('ok@EXAMPLE.com')).status).toBe(201);
    expect((await put([])).status).toBe(200);
    expect((await register(token)).status).toBe(201);
  });

  it('are changed by whoever may, under If-Match', async () => {
    const { access } = await api.add(owner, 'plain@example.com', 'EMPLOYEE');
    const { status } = await api.call('PUT', '/organizations/current/policies', {
      token: access,
      body: {},
    });
    expect(status).toBe(403);
    const { headers } = await api.call('GET', '/organizations/current/policies', { token: owner });
    const etag = headers.get('etag') ?? '';
    expect((await put([], { 'if-match': etag })).status).toBe(200);
    expect((await put([], { 'if-match': etag })).status).toBe(412);
    expect((await put(['not a domain'])).status).toBe(422);
  });
});

describe('the strength of passwords that an organization asks for', () => {
  const put = (policies: object) =>
    api.call('PUT', '/organizations/current/policies', { token: owner, body: policies });
  // Of a score of 3, which the installation takes.
  const fair = 'sunshine football';
  const branded = 'northwind traders1';
  const strong = 'seven blue kites over a quiet harbour';

  it('holds where a password is chosen by invitation, by mail and by its owner', async () => {
    const asked = { passwordMinScore: 4, passwordWords: ['Northwind Traders'] };
    expect((await put(asked)).body).toMatchObject(asked);
    const { token } = await linkTo('strength@example.com');
    const chosen = (newPassword: string) =>
      api.call('POST', '/auth/invitations/register', {
        body: { token, firstName: 'Barbara', lastName: 'Liskov', password: newPassword },
      });
    await api.add(owner, 'reset@example.com', 'EMPLOYEE');
    await api.call('POST', '/auth/password/forgot', { body: { email: 'reset@example.com' } });
    const link = await api.linkFor('reset@example.com');
    const reset = (newPassword: string) =>
      api.call('POST', '/auth/password/reset', { body: { token: link, newPassword } });
    const { body } = await api.signIn('reset@example.com');
    const change = (newPassword: string) =>
      api.call('POST', '/auth/password/change', {
        token: String(body.accessToken),
        body: { currentPassword: password, newPassword },
      });
    for (const choose of [chosen, reset, change]) {
      expect((await choose(fair)).body).toMatchObject({
        code: 'weak_password',
        detail: expect.stringContaining('easy to guess'),
      });
      expect((await choose(branded)).body).toMatchObject({
        code: 'weak_password',
        detail: expect.stringContaining('your organization has ruled out'),
      });
    }
    expect((await chosen(strong)).status).toBe(201);
    expect((await change(strong)).status).toBe(204);
    expect((await put({})).status).toBe(200);
  });

  it('is a number from 0 to 4, and words of three letters and more', async () => {
    for (const wrong of [{ passwordMinScore: 5 }, { passwordWords: ['ab'] }])
      expect((await put(wrong)).status).toBe(422);
  });
});

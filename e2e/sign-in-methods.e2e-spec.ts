import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignProvider, startForeignProvider } from './fakes/foreign-provider.js';
import { Api, password, totp, type Tokens } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { freePort } from './harness/launch.js';
import { query } from './harness/query.js';
import { settingsOf, SocialApi } from './harness/social.js';

let publicUrl: string;
let gatehouse: RunningGatehouse;
let provider: ForeignProvider;
let api: Api;
let boss: Tokens;
let employee: Tokens & { id: string };

beforeAll(async () => {
  const port = await freePort();
  publicUrl = `http://localhost:${port}`;
  provider = await startForeignProvider({
    port: await freePort(),
    redirectUri: `${publicUrl}/auth/social/acme/callback`,
    people: { ada: { email: 'ada@elsewhere.test', email_verified: true } },
  });
  gatehouse = await startGatehouse({
    PORT: String(port),
    GATEHOUSE_MAGIC_LINK: 'true',
    ...settingsOf('ACME', provider),
  });
  api = new Api(gatehouse.url);
  const { access } = await api.setUp(gatehouse.setupUrl, 'boss@example.com');
  boss = await api.turnOnTotp(access);
  employee = await api.add(boss.access, 'employee@example.com', 'EMPLOYEE');
});
afterAll(async () => {
  await gatehouse?.stop();
  await provider?.stop();
});

const call = (method: string, path: string, by: Tokens, body?: unknown) =>
  api.call(method, path, { token: by.access, ...(body === undefined ? {} : { body }) });
const allow = (signInMethods: string[] | null) =>
  call('PUT', '/organizations/current/policies', boss, { signInMethods });
const linksTo = async (email: string) =>
  (await api.mailsFor(email)).filter(({ subject }) => subject === 'Your link to sign in');
const askLink = async (email: string) => {
  await query(
    gatehouse.databaseUrl,
    `UPDATE identity.one_time_tokens SET created_at = '2020-01-01'`,
  );
  await api.call('POST', '/auth/magic-link', { body: { email } });
};
const redeem = (token: string) => api.call('POST', '/auth/magic-link/verify', { body: { token } });

const home = async () => {
  const text = `SELECT organization_id AS id FROM identity.memberships
    WHERE user_id = $1 ORDER BY created_at LIMIT 1`;
  return (await query(gatehouse.databaseUrl, text, [employee.id]))[0]?.id;
};
const enter = (token: string, organizationId: unknown) =>
  api.call('POST', `/organizations/${String(organizationId)}/switch`, { token, body: {} });
/** A session of no organization, while none allows passwords. */
const outsiderOf = async (email: string): Promise<Tokens> => {
  const { body } = await api.signIn(email);
  return { access: String(body.accessToken), refresh: String(body.refreshToken) };
};
/** What no owner without a passkey could set. */
const passkeysOnly = `UPDATE identity.organizations
  SET policies = policies || '{"signInMethods": ["passkey"]}' WHERE id = $1`;

describe('ways to sign in that an organization allows', () => {
  it('are all of them until it says otherwise', async () => {
    const { body } = await call('GET', '/organizations/current/policies', boss);
    expect(body.signInMethods).toBeNull();
    expect((await api.signIn('employee@example.com')).status).toBe(200);
  });

  it('a password: it opens the account and not the organization, which tells the ways that are left', async () => {
    expect((await allow(['passkey', 'magic_link'])).status).toBe(200);
    const outside = await api.signIn('employee@example.com');
    expect(outside.body.user).toMatchObject({ organizationId: null, role: null });
    const token = String(outside.body.accessToken);
    const own = await api.call('GET', '/organizations', { token });
    expect(own.body.data).toMatchObject([{ name: 'Northwind', role: 'EMPLOYEE' }]);
    const refused = await enter(token, await home());
    expect(refused.body).toMatchObject({
      code: 'sign_in_method_not_allowed',
      detail: 'It allows: a passkey alone, a link by mail.',
    });
    // Whoever does not know the password learns nothing (attack 8).
    const wrong = await api.signIn('employee@example.com', 'wrong');
    expect(wrong.body.code).toBe('invalid_credentials');
    // Sessions that have begun go on.
    expect((await api.validate(employee.access)).status).toBe(200);
  });

  it('a link: it opens the account and not the organization', async () => {
    await askLink('employee@example.com');
    const [mail] = await linksTo('employee@example.com');
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    await allow(['password']);
    expect((await redeem(token)).body.user).toMatchObject({ organizationId: null });
    await allow(['password', 'magic_link']);
    await askLink('employee@example.com');
    const [again] = await linksTo('employee@example.com');
    const fresh = new URL(again?.links[0] ?? '').searchParams.get('token') ?? '';
    expect((await redeem(fresh)).body.user).toMatchObject({ organizationId: await home() });
  });

  it('attack 10: neither at the start nor at the redemption of a second factor', async () => {
    const added = await api.add(boss.access, 'manager@example.com', 'MANAGER');
    const { secret, backupCodes } = await api.turnOnTotp(added.access);
    const { body } = await api.signIn('manager@example.com');
    await allow(['magic_link']);
    const answer = { tempToken: body.tempToken, method: 'backup_code', code: backupCodes[0] };
    const verified = await api.call('POST', '/auth/2fa/verify', { body: answer });
    // The organization is the one of the redemption, whatever it was at the start.
    expect(verified.body.user).toMatchObject({ organizationId: null });
    const challenged = await api.signIn('manager@example.com');
    await allow(null);
    const later = { tempToken: challenged.body.tempToken, method: 'totp', code: totp(secret) };
    await query(gatehouse.databaseUrl, 'UPDATE identity.totp_authenticators SET last_step = 0');
    const again = await api.call('POST', '/auth/2fa/verify', { body: later });
    expect(again.body.user).toMatchObject({ organizationId: await home(), role: 'MANAGER' });
  });

  it('a provider, each for itself', async () => {
    const social = new SocialApi(api, publicUrl);
    expect((await social.finish('acme', await social.visit('acme', 'ada'))).status).toBe(200);
    await query(
      gatehouse.databaseUrl,
      `INSERT INTO identity.memberships (organization_id, user_id, role)
       SELECT m.organization_id, u.id, 'EMPLOYEE' FROM identity.users u, identity.memberships m
       WHERE u.email = 'ada@elsewhere.test' AND m.user_id = $1`,
      [employee.id],
    );
    await allow(['password', 'social:other']);
    const refused = await social.finish('acme', await social.visit('acme', 'ada'));
    expect(refused.body.user).toMatchObject({ organizationId: null });
    await allow(['password', 'social:acme']);
    const let_in = await social.finish('acme', await social.visit('acme', 'ada'));
    expect(let_in.body.user).toMatchObject({ organizationId: await home() });
    const [, claims = ''] = String(let_in.body.accessToken).split('.');
    expect(JSON.parse(Buffer.from(claims, 'base64url').toString())).toMatchObject({ amr: ['fed'] });
  });

  it('hold for whoever comes from another organization', async () => {
    await allow(null);
    const made = await call('POST', '/organizations', employee, { name: 'Own' });
    const home = await query(
      gatehouse.databaseUrl,
      `SELECT organization_id AS id FROM identity.memberships WHERE user_id = $1 AND role = 'EMPLOYEE'`,
      [employee.id],
    );
    const { body } = await call(
      'POST',
      `/organizations/${String(made.body.id)}/switch`,
      employee,
      {},
    );
    const there = { access: String(body.accessToken), refresh: '' };
    await allow(['magic_link']);
    const path = `/organizations/${String(home[0]?.id)}/switch`;
    const refused = await call('POST', path, there, {});
    expect(refused.body.code).toBe('sign_in_method_not_allowed');
    await allow(null);
    expect((await call('POST', path, there, {})).status).toBe(200);
  });
});

describe('attack: an organization keeps somebody out of another', () => {
  const organizationOf = async (access: unknown) => (await api.validate(String(access))).body;

  it('by ways of its own: they sign in to another that allows theirs', async () => {
    const homes = await query(
      gatehouse.databaseUrl,
      `SELECT organization_id AS id FROM identity.memberships
       WHERE user_id = $1 ORDER BY created_at LIMIT 1`,
      [employee.id],
    );
    const home = homes[0]?.id;
    await allow(['passkey', 'magic_link']);
    // Founded in the test before this one: "Own".
    const { status, body } = await api.signIn('employee@example.com');
    expect(status).toBe(200);
    const there = await organizationOf(body.accessToken);
    expect(there.organizationId).not.toBe(home);
    expect(there.role).toBe('BOSS');
    const back = await call(
      'POST',
      `/organizations/${String(home)}/switch`,
      { access: String(body.accessToken), refresh: '' },
      {},
    );
    expect(back.body.code).toBe('sign_in_method_not_allowed');
    await allow(null);
    const again = await api.signIn('employee@example.com');
    expect((await organizationOf(again.body.accessToken)).organizationId).toBe(home);
  });
});

describe('attack: a way that an organization does not allow is made into one that it does', () => {
  it('by whoever has one that it does: no passkey, no other account, no other address', async () => {
    const email = 'single@example.com';
    await api.add(boss.access, email, 'EMPLOYEE');
    await allow(['magic_link']);
    const { body } = await api.signIn(email);
    const outside = { access: String(body.accessToken), refresh: '' };
    const newEmail = { password, newEmail: 'thief@example.com' };
    const answers = [
      await call('POST', '/auth/passkeys/options', outside),
      await call('POST', '/auth/connections/acme/start', outside, {}),
      await call('POST', '/auth/2fa/totp/setup', outside),
      await call('POST', '/auth/email/change', outside, newEmail),
    ];
    expect(answers.map((answer) => answer.body.code)).toEqual(
      answers.map(() => 'reauthentication_required'),
    );
    // By the way that it allows, the same person may.
    await askLink(email);
    const [mail] = await linksTo(email);
    const token = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    const inside = { access: String((await redeem(token)).body.accessToken), refresh: '' };
    expect((await call('POST', '/auth/passkeys/options', inside)).status).toBe(200);
    await allow(null);
  });

  it('nor an address that it does not take, from wherever it is asked for', async () => {
    const email = 'moving@example.com';
    await api.add(boss.access, email, 'EMPLOYEE');
    const policies = { allowedEmailDomains: ['example.com'], signInMethods: ['magic_link'] };
    await call('PUT', '/organizations/current/policies', boss, policies);
    await query(gatehouse.databaseUrl, passkeysOnly, [await home()]);
    const { body } = await api.signIn(email);
    expect(body.user).toMatchObject({ organizationId: null });
    const outside = { access: String(body.accessToken), refresh: '' };
    const change = { password, newEmail: 'moving@elsewhere.test' };
    const refused = await call('POST', '/auth/email/change', outside, change);
    expect(refused.body.code).toBe('email_domain_not_allowed');
    await allow(null);
  });

  it('nor a new secret for a key of the organization, which it calls in; ending one is possible', async () => {
    const email = 'keys@example.com';
    const role = { name: 'Readers', rank: 'EMPLOYEE', permissions: ['user:read'] };
    const { body: readers } = await call('POST', '/roles', boss, role);
    const person = await api.add(boss.access, email, String(readers.id));
    const wish = { name: 'CI', scopes: ['user:read'] };
    const { body: key } = await call('POST', '/api-keys', person, wish);
    const path = `/api-keys/${String(key.id)}`;
    await allow(['magic_link']);
    const outside = await outsiderOf(email);
    expect((await call('POST', `${path}/rotate`, outside, {})).body.code).toBe('forbidden');
    const found = `WITH o AS (
        INSERT INTO identity.organizations (id, name) VALUES (gen_random_uuid(), 'Elsewhere') RETURNING id)
      INSERT INTO identity.memberships (organization_id, user_id, role) SELECT id, $1, 'EMPLOYEE' FROM o`;
    await query(gatehouse.databaseUrl, found, [person.id]);
    const elsewhere = await outsiderOf(email);
    const there = await api.validate(elsewhere.access);
    expect([null, await home()]).not.toContain(there.body.organizationId);
    expect((await call('POST', `${path}/rotate`, elsewhere, {})).body.code).toBe('forbidden');
    // Where the organization lets the person in, it is possible (control).
    expect((await call('POST', `${path}/rotate`, person, {})).status).toBe(200);
    // The organization of the key hears of its end, and not the one that the session acts in.
    expect((await call('DELETE', path, elsewhere)).status).toBe(204);
    await expect
      .poll(async () => {
        const found = await call('GET', '/audit-logs?action=api_key.revoked', boss);
        return (found.body.data as { resourceId: string }[]).length;
      })
      .toBe(1);
    await allow(null);
  });

  it('a newcomer is offered what is allowed, and chooses no password where none is', async () => {
    const email = 'invited@example.com';
    await call('POST', '/invitations', boss, { email, role: 'EMPLOYEE' });
    const token = await api.linkFor(email);
    const waysIn = async () =>
      (await api.call('POST', '/auth/invitations/inspect', { body: { token } })).body.waysIn;
    const join = (more: object = {}) =>
      api.call('POST', '/auth/invitations/register', {
        body: { token, firstName: 'Barbara', lastName: 'Liskov', ...more },
      });
    expect(await waysIn()).toEqual(['password', 'magic_link', 'social:acme']);
    // Where a password is a way in, one must be chosen.
    expect((await join()).status).toBe(422);
    await query(gatehouse.databaseUrl, passkeysOnly, [await home()]);
    expect(await waysIn()).toEqual(['password']);
    expect((await join()).status).toBe(422);
    await allow(['magic_link', 'social:acme', 'passkey']);
    expect(await waysIn()).toEqual(['magic_link', 'social:acme']);
    expect((await join()).status).toBe(201);
    await askLink(email);
    const [mail] = await linksTo(email);
    const link = new URL(mail?.links[0] ?? '').searchParams.get('token') ?? '';
    expect((await redeem(link)).body.user).toMatchObject({ email, organizationId: await home() });
    expect((await api.signIn(email)).status).toBe(401);
    await allow(null);
  });

  it('a newcomer who has none yet may add one', async () => {
    const email = 'newcomer@example.com';
    await api.add(boss.access, email, 'EMPLOYEE');
    await query(gatehouse.databaseUrl, passkeysOnly, [await home()]);
    const { body } = await api.signIn(email);
    const outside = { access: String(body.accessToken), refresh: '' };
    expect((await call('POST', '/auth/passkeys/options', outside)).status).toBe(200);
    await allow(null);
  });
});

describe('attack: everybody is locked out', () => {
  it('by ways that nobody has, or none at all', async () => {
    expect((await allow([])).status).toBe(422);
    expect((await allow(['carrier_pigeon'])).status).toBe(422);
    // The owner has no passkey and no account elsewhere.
    for (const ways of [['passkey'], ['social:acme'], ['passkey', 'social:nowhere']])
      expect((await allow(ways)).body.code).toBe('sign_in_methods_lock_out');
    const { body } = await call('GET', '/organizations/current/policies', boss);
    expect(body.signInMethods).toBeNull();
    expect((await api.signIn('boss@example.com', password)).body.requires2FA).toBe(true);
  });
});

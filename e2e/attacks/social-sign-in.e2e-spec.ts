import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignProvider, startForeignProvider } from '../fakes/foreign-provider.js';
import { Api, statuses, times, totp } from '../harness/api.js';
import { type RunningGatehouse, startGatehouse } from '../harness/gatehouse.js';
import { freePort } from '../harness/launch.js';
import { settingsOf, SocialApi } from '../harness/social.js';

const verified = (email: string) => ({ email, email_verified: true });
const people = {
  ada: { ...verified('ada@elsewhere.test'), given_name: 'Ada', family_name: 'Lovelace' },
  grace: { ...verified('grace@example.com'), name: 'Grace Brewster Hopper' },
  guest: verified('guest@example.com'),
  barred: verified('barred@elsewhere.test'),
  waiting: verified('waiting@example.com'),
  twin: verified('twin@elsewhere.test'),
  gone: verified('gone@elsewhere.test'),
  locked: verified('locked@elsewhere.test'),
  trusting: verified('trusting@elsewhere.test'),
  careful: verified('careful@elsewhere.test'),
  shady: { email: 'grace@example.com', email_verified: false },
  shadier: { email: 'nobody@elsewhere.test', email_verified: false },
  nameless: {},
};

let gatehouse: RunningGatehouse;
let api: Api;
let social: SocialApi;
let owner: string;
const providers: ForeignProvider[] = [];

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const start = async (name: string) => {
    const redirectUri = `${publicUrl}/auth/social/${name}/callback`;
    const provider = await startForeignProvider({ port: await freePort(), redirectUri, people });
    providers.push(provider);
    return provider;
  };
  gatehouse = await startGatehouse({
    PORT: String(port),
    ...settingsOf('ACME', await start('acme')),
    ...settingsOf('OTHER', await start('other')),
  });
  api = new Api(gatehouse.url);
  social = new SocialApi(api, publicUrl);
  const { access } = await api.setUp(gatehouse.setupUrl, 'owner@example.com');
  owner = (await api.turnOnTotp(access)).access;
});
afterAll(async () => {
  await gatehouse?.stop();
  for (const provider of providers) await provider.stop();
});

const query = async <T>(text: string, values: unknown[] = []): Promise<T[]> => {
  const client = new pg.Client({ connectionString: gatehouse.databaseUrl });
  await client.connect();
  const { rows } = await client.query(text, values);
  await client.end();
  return rows as T[];
};
const connectionsOf = (email: string) =>
  query(
    `SELECT c.* FROM identity.connections c JOIN identity.users u ON u.id = c.user_id
     WHERE u.email = $1`,
    [email],
  );
const codeOf = ({ status, body }: { status: number; body: Record<string, unknown> }) =>
  `${status} ${String(body.code)}`;
const refused = '401 provider_sign_in_failed';

describe('sign-in with an account elsewhere', () => {
  it('makes an account for whoever is new, and knows them again', async () => {
    const first = await social.signIn('acme', 'ada');
    expect(first.status).toBe(200);
    expect(first.body.user).toMatchObject({
      email: 'ada@elsewhere.test',
      firstName: 'Ada',
      lastName: 'Lovelace',
      emailVerified: true,
      organizationId: null,
    });
    const again = await social.signIn('acme', 'ada');
    expect((again.body.user as { id: string }).id).toBe((first.body.user as { id: string }).id);
    expect((await api.validate(String(again.body.accessToken))).status).toBe(200);
  });

  it('delivers the refresh token in a cookie where the browser asks for that', async () => {
    const { body, cookie } = await social.visit('acme', 'ada');
    const answer = await social.finish('acme', { body: { ...body, delivery: 'cookie' }, cookie });
    expect(answer.body.refreshToken).toBe('');
    expect(answer.headers.getSetCookie().join('\n')).toMatch(/gh_refresh=.+HttpOnly/);
  });

  it('lists the providers, and knows no others', async () => {
    const { body } = await api.call('GET', '/auth/social');
    expect(body.providers).toEqual([
      { id: 'acme', label: 'Acme' },
      { id: 'other', label: 'Other' },
    ]);
    expect((await social.start('github')).status).toBe(404);
  });

  it('asks the provider by PKCE, with a state and a nonce that are new each time', async () => {
    const [one, two] = await times(2, async () => {
      const { body } = await social.start('acme');
      return new URL(String(body.authorizationUrl)).searchParams;
    });
    expect(one?.get('code_challenge_method')).toBe('S256');
    for (const name of ['state', 'nonce', 'code_challenge'])
      expect(one?.get(name)).not.toBe(two?.get(name));
  });
});

describe('attack 1: an answer of a provider works once', () => {
  it('of 20 at the same time exactly one gets in', async () => {
    const returned = await social.visit('acme', 'ada');
    const answers = await times(20, () => social.finish('acme', returned));
    expect(statuses(answers).filter((status) => status === 200)).toHaveLength(1);
    expect(statuses(answers).filter((status) => status === 401)).toHaveLength(19);
  });

  it('a code that was used opens no other flow', async () => {
    const used = await social.visit('acme', 'ada');
    expect((await social.finish('acme', used)).status).toBe(200);
    const fresh = await social.visit('acme', 'ada');
    const body = { ...fresh.body, code: used.body.code ?? '' };
    expect(codeOf(await social.finish('acme', { ...fresh, body }))).toBe(refused);
  });

  it('somebody new who comes back twice at once gets one account', async () => {
    const visits = await times(4, () => social.visit('acme', 'twin'));
    const answers = await Promise.all(visits.map((returned) => social.finish('acme', returned)));
    expect(statuses(answers)).toEqual([200, 200, 200, 200]);
    expect(await connectionsOf('twin@elsewhere.test')).toHaveLength(1);
  });
});

describe('a hostile answer opens nothing (RFC 9700)', () => {
  it('login CSRF: an answer works only in the browser that began', async () => {
    const returned = await social.visit('acme', 'ada');
    const other = await social.visit('acme', 'ada');
    for (const cookie of ['', other.cookie, returned.cookie.replace(/=.+/, '=guessed')])
      expect(codeOf(await social.finish('acme', { ...returned, cookie }))).toBe(refused);
    // It was not used up by those.
    expect((await social.finish('acme', returned)).status).toBe(200);
  });

  it('a tampered or invented state is refused', async () => {
    const returned = await social.visit('acme', 'ada');
    const { state = '' } = returned.body;
    for (const wrong of [state.slice(0, -2) + 'AA', 'x'.repeat(43), state.toLowerCase()])
      expect(
        codeOf(
          await social.finish('acme', { ...returned, body: { ...returned.body, state: wrong } }),
        ),
      ).toBe(refused);
  });

  it('mix-up: what one provider answered is not taken to another', async () => {
    const returned = await social.visit('acme', 'ada');
    expect(codeOf(await social.finish('other', returned))).toBe(refused);
    expect((await social.finish('acme', returned)).status).toBe(200);
  });

  it.each([
    ['of another provider', () => providers[1]?.issuer],
    ['that is missing', () => undefined],
    ['that is no address', () => 'x'],
  ])('mix-up: an `iss` %s is refused (RFC 9207)', async (_name, issuer) => {
    const returned = await social.visit('acme', 'ada');
    const { iss: _iss, ...body } = returned.body;
    const iss = issuer();
    const tampered = { ...returned, body: { ...body, ...(iss === undefined ? {} : { iss }) } };
    expect(codeOf(await social.finish('acme', tampered))).toBe(refused);
  });

  it('a token for another nonce is refused', async () => {
    const tamper = (url: URL) => url.searchParams.set('nonce', 'another');
    const returned = await social.visit('acme', 'ada', { tamper });
    expect(codeOf(await social.finish('acme', returned))).toBe(refused);
  });

  it('code injection: a code from another flow is refused (PKCE)', async () => {
    const stolen = await social.visit('acme', 'grace');
    const own = await social.visit('acme', 'ada');
    const body = { ...own.body, code: stolen.body.code ?? '' };
    expect(codeOf(await social.finish('acme', { ...own, body }))).toBe(refused);
  });

  it('whoever reads the database finishes no flow: its secrets are sealed', async () => {
    const { body } = await social.start('acme');
    const nonce = new URL(String(body.authorizationUrl)).searchParams.get('nonce');
    const rows = await query(
      'SELECT to_jsonb(f) AS row, secrets FROM identity.social_flows f ORDER BY created_at DESC LIMIT 1',
    );
    expect(nonce).toMatch(/^[\w-]{43}$/);
    const [{ row, secrets } = {}] = rows as { row?: object; secrets?: Buffer }[];
    expect(JSON.stringify(row)).toContain('state_hash');
    expect(JSON.stringify(row)).not.toContain(nonce);
    expect(secrets?.toString('latin1')).not.toContain(nonce);
  });

  it('an answer that comes too late is refused', async () => {
    const returned = await social.visit('acme', 'ada');
    await query('UPDATE identity.social_flows SET expires_at = now() WHERE consumed_at IS NULL');
    expect(codeOf(await social.finish('acme', returned))).toBe(refused);
  });

  it('attack 29: the callback leads to one page of the console, whatever its address says', async () => {
    for (const search of [
      'redirect=//evil.test&redirect_uri=https://evil.test&state=x&code=y',
      'code=//evil.test&state=%0d%0aLocation:%20https://evil.test&iss=javascript:alert(1)',
      'error=access_denied&error_description=Call+us',
    ]) {
      const response = await fetch(`${gatehouse.url}/auth/social/acme/callback?${search}`, {
        redirect: 'manual',
      });
      expect(response.status).toBe(303);
      const location = new URL(response.headers.get('location') ?? '', gatehouse.url);
      expect(location.origin + location.pathname).toBe(`${gatehouse.url}/social-callback`);
      const answer = Buffer.from(location.hash.slice(1), 'base64url').toString();
      expect(answer).not.toMatch(/redirect|description/);
      expect(location.search).toBe('');
    }
    const elsewhere = await fetch(`${gatehouse.url}/auth/social/%2f%2fevil.test/callback`, {
      redirect: 'manual',
    });
    expect(elsewhere.status).toBe(404);
  });
});

describe('attack 14: social sign-in never links itself to an account', () => {
  it('a confirmed one is left alone, and its owner is told how to connect', async () => {
    await api.register('grace@example.com');
    expect(codeOf(await social.signIn('acme', 'grace'))).toBe('409 account_not_connected');
    expect(await connectionsOf('grace@example.com')).toEqual([]);
  });

  it('one that an administrator made, and nobody has confirmed, is theirs with nothing prepared', async () => {
    const email = 'guest@example.com';
    const person = { email, firstName: 'G', lastName: 'H', role: 'EMPLOYEE' };
    const { body: made } = await api.call('POST', '/users', { token: owner, body: person });
    const stranger = `UPDATE identity.users SET password_hash = u.password_hash, username = 'g', username_key = 'g'
      FROM identity.users u WHERE users.id = $1 AND u.email = 'owner@example.com'`;
    await query(stranger, [made.id]);
    const { body } = await social.signIn('acme', 'guest');
    const user = { id: made.id, username: null, emailVerified: true, role: 'EMPLOYEE' };
    expect(body.user).toMatchObject(user);
    expect((await api.signIn(email)).status).toBe(401);
    // Its organization may end the membership, and not close the account.
    const path = `/users/${String(made.id)}`;
    const closed = await api.call('POST', `${path}/deactivate`, { token: owner });
    expect(closed.status).toBe(403);
  });

  it('nor does one that was made for their address, and closed, stand in their way', async () => {
    const email = 'barred@elsewhere.test';
    const person = { email, firstName: 'G', lastName: 'H', role: 'EMPLOYEE' };
    const { body: made } = await api.call('POST', '/users', { token: owner, body: person });
    await api.call('POST', `/users/${String(made.id)}/deactivate`, { token: owner });
    const { body } = await social.signIn('acme', 'barred');
    expect(body.user).toMatchObject({ id: made.id, isActive: true, organizationId: null });
  });

  it('a registration that a stranger prepared comes to nothing', async () => {
    await api.apply('waiting@example.com');
    const token = await api.linkFor('waiting@example.com');
    expect((await social.signIn('acme', 'waiting')).status).toBe(200);
    const confirmed = await api.call('POST', '/auth/verify-email', { body: { token } });
    expect(codeOf(confirmed)).toBe('400 invalid_token');
    expect((await api.signIn('waiting@example.com')).status).toBe(401);
  });

  it('attack 8: an address that the provider has not checked tells nothing', async () => {
    for (const name of ['shady', 'shadier', 'nameless'])
      expect(codeOf(await social.signIn('acme', name))).toBe('403 provider_email_unverified');
  });
});

describe('attack 11: a provider never stands for the second factor', () => {
  it('asks for it, and the session says both', async () => {
    const first = await social.signIn('acme', 'careful');
    const { secret } = await api.turnOnTotp(String(first.body.accessToken));
    const challenge = await social.signIn('acme', 'careful');
    expect(challenge.body).toMatchObject({ requires2FA: true, methods: ['totp', 'backup_code'] });
    expect(challenge.body.accessToken).toBeUndefined();
    const tempToken = String(challenge.body.tempToken);
    expect((await api.validate(tempToken)).status).toBe(401);
    // The code of the enrolment is used up.
    await query('UPDATE identity.totp_authenticators SET last_step = 0');
    const body = { tempToken, method: 'totp', code: totp(secret) };
    const done = await api.call('POST', '/auth/2fa/verify', { body });
    expect(done.status).toBe(200);
    const [session] = await query<{ methods: string[] }>(
      'SELECT methods FROM identity.sessions ORDER BY id DESC LIMIT 1',
    );
    expect(session?.methods).toEqual(['fed:acme', 'otp']);
  });

  it('but a device that the person trusts does, as it does after a password', async () => {
    const first = await social.signIn('acme', 'trusting');
    const { backupCodes } = await api.turnOnTotp(String(first.body.accessToken));
    const challenge = await social.signIn('acme', 'trusting');
    const proof = {
      tempToken: challenge.body.tempToken,
      method: 'backup_code',
      code: backupCodes[0],
      trustDevice: true,
    };
    const { deviceToken } = (await api.call('POST', '/auth/2fa/verify', { body: proof })).body;
    const signIn = async (token: string) => {
      const { body, cookie } = await social.visit('acme', 'trusting');
      return social.finish('acme', { body: { ...body, deviceToken: token }, cookie });
    };
    const trusted = await signIn(String(deviceToken));
    expect(trusted.body.requires2FA).toBeUndefined();
    expect((await api.validate(String(trusted.body.accessToken))).status).toBe(200);
    expect((await signIn('x'.repeat(43))).body.requires2FA).toBe(true);
  });
});

describe('attack 10: what closes an account closes this way in', () => {
  it('a deactivated account stays closed', async () => {
    expect((await social.signIn('acme', 'gone')).status).toBe(200);
    const returned = await social.visit('acme', 'gone');
    await query(`UPDATE identity.users SET is_active = false WHERE email = 'gone@elsewhere.test'`);
    expect(codeOf(await social.finish('acme', returned))).toBe(refused);
  });

  it('a deleted account frees the other one, which begins anew', async () => {
    await query(
      `UPDATE identity.users SET is_active = true, deleted_at = now() WHERE email = 'gone@elsewhere.test'`,
    );
    expect((await social.signIn('acme', 'gone')).status).toBe(200);
  });

  it('a delay of the account delays it too, but not where the account is known (attack 9)', async () => {
    const first = await social.signIn('acme', 'locked');
    const { id } = first.body.user as { id: string };
    await query(
      `INSERT INTO identity.lockouts (account_key, proof, failures, delayed_until, updated_at)
       VALUES ($1, 'password', 9, now() + interval '1 hour', now())`,
      [id],
    );
    expect((await social.signIn('acme', 'locked')).status).toBe(200);
    await query(`UPDATE identity.sessions SET ip_address = '192.0.2.1' WHERE user_id = $1`, [id]);
    const delayed = await social.signIn('acme', 'locked');
    expect(codeOf(delayed)).toBe('429 sign_in_delayed');
    expect(delayed.headers.get('retry-after')).not.toBeNull();
  });
});

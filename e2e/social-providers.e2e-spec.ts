import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../server/test/harness/database.js';
import {
  type ForeignProvider,
  type ForeignProviderOptions,
  startForeignProvider,
} from './fakes/foreign-provider.js';
import { FakeGithub, type GithubAccount } from './fakes/github.js';
import { FakeGoogle } from './fakes/google.js';
import { type Answer, Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { freePort } from './harness/launch.js';
import { settingsOf, SocialApi } from './harness/social.js';

let database: TestDatabase;
let logs: string;
let gatehouse: RunningGatehouse;
let github: FakeGithub;
let google: FakeGoogle;
let acme: ForeignProvider;
let acmeOptions: ForeignProviderOptions;
let social: SocialApi;
/** Codes and states that went over the wire. */
const sent: string[] = [];

beforeAll(async () => {
  database = await createTestDatabase();
  logs = await mkdtemp(path.join(tmpdir(), 'gatehouse-social-'));
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  github = new FakeGithub(await freePort());
  google = new FakeGoogle(await freePort());
  acmeOptions = {
    port: await freePort(),
    redirectUri: `${publicUrl}/auth/social/acme/callback`,
    people: { ada: { email: 'ada@acme.test', email_verified: true } },
    tokenAuthentication: 'client_secret_post',
  };
  acme = await startForeignProvider(acmeOptions);
  await Promise.all([github.start(), google.start()]);
  gatehouse = await startGatehouse({
    DATABASE_URL: database.url,
    GATEHOUSE_LOG_DIR: logs,
    GATEHOUSE_LOG_LEVEL: 'debug',
    PORT: String(port),
    GITHUB_URL: github.url,
    GITHUB_CLIENT_ID: github.clientId,
    GITHUB_CLIENT_SECRET: github.clientSecret,
    GOOGLE_ISSUER: google.issuer,
    GOOGLE_CLIENT_ID: google.clientId,
    GOOGLE_CLIENT_SECRET: google.clientSecret,
    ...settingsOf('ACME', acme),
  });
  social = new SocialApi(new Api(gatehouse.url), publicUrl);
});
afterAll(async () => {
  await gatehouse?.stop();
  await Promise.all([github?.stop(), google?.stop(), acme?.stop()]);
  await database?.drop();
  await rm(logs, { recursive: true, force: true });
});

const codeOf = ({ status, body }: Answer) => `${status} ${String(body.code)}`;
const refused = '401 provider_sign_in_failed';
const unavailable = '503 provider_unavailable';

describe('GitHub', () => {
  const address = (email: string, primary: boolean, verified: boolean) => ({
    email,
    primary,
    verified,
    visibility: null,
  });
  const octocat: GithubAccount = {
    id: 583_231,
    login: 'octocat',
    name: 'Mona Lisa Octocat',
    emails: [
      address('old@github.test', false, true),
      address('octocat@github.test', true, true),
      address('583231+octocat@users.noreply.github.com', false, true),
    ],
  };

  it('takes the primary address, and no other', async () => {
    github.account = octocat;
    const answer = await social.signIn('github', '');
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({
      email: 'octocat@github.test',
      firstName: 'Mona',
      lastName: 'Lisa Octocat',
    });
  });

  it('knows somebody by their number, whatever they are called now', async () => {
    github.account = { ...octocat, login: 'renamed', emails: [] };
    const answer = await social.signIn('github', '');
    expect(answer.body.user).toMatchObject({ email: 'octocat@github.test' });
  });

  it.each([
    ['that is not checked', [address('new@github.test', true, false)]],
    ['that is not the primary one', [address('new@github.test', false, true)]],
    ['at all', []],
  ])('makes no account without an address %s', async (_name, emails) => {
    github.account = { id: 42, login: 'hubot', name: null, emails };
    expect(codeOf(await social.signIn('github', ''))).toBe('403 provider_email_unverified');
  });

  it('refuses a wrong code, which GitHub answers with status 200', async () => {
    github.account = octocat;
    const returned = await social.visit('github', '');
    const body = { ...returned.body, code: 'bad' };
    expect(codeOf(await social.finish('github', { ...returned, body }))).toBe(refused);
  });

  it('refuses the `iss` of somebody else', async () => {
    const returned = await social.visit('github', '');
    const body = { ...returned.body, iss: google.issuer };
    expect(codeOf(await social.finish('github', { ...returned, body }))).toBe(refused);
  });
});

describe('Google', () => {
  beforeEach(() => {
    google.claims = {};
    google.forged = false;
  });

  it('signs in, and knows somebody by their number when the address changes', async () => {
    const first = await social.signIn('google', '');
    expect(first.body.user).toMatchObject({ email: 'ada@gmail.test', lastName: 'Lovelace' });
    google.claims = { email: 'byron@gmail.test' };
    const again = await social.signIn('google', '');
    expect(again.body.user).toMatchObject({ email: 'ada@gmail.test' });
  });

  it.each<[what: string, claims: Record<string, unknown>]>([
    ['for another application', { aud: 'another.apps.googleusercontent.com' }],
    ['of another issuer', { iss: 'https://accounts.evil.test' }],
    ['that has expired', { exp: 1_700_000_000 }],
    ['without a subject', { sub: '' }],
    ['with a subject that is too long', { sub: 'x'.repeat(300) }],
    ['without the nonce', { nonce: undefined }],
  ])('refuses an ID token %s', async (_name, claims) => {
    google.claims = claims;
    expect(codeOf(await social.signIn('google', ''))).toBe(refused);
  });

  it('refuses an ID token that somebody else signed', async () => {
    google.forged = true;
    expect(codeOf(await social.signIn('google', ''))).toBe(refused);
  });

  it('takes no invisible letters from a provider', async () => {
    google.claims = { sub: '2', email: 'a\u200bb@gmail.test' };
    expect(codeOf(await social.signIn('google', ''))).toBe('403 provider_email_unverified');
    google.claims = {
      sub: '3',
      email: 'plain@gmail.test',
      given_name: 'A\u202eda',
      name: '\u0000',
    };
    const answer = await social.signIn('google', '');
    expect(answer.body.user).toMatchObject({ firstName: 'plain', lastName: 'Lovelace' });
  });
});

describe('a provider whose documents are wrong', () => {
  const documents = {
    names: { issuer: 'https://accounts.google.com' },
    script: { authorization_endpoint: 'javascript:alert(1)' },
    nowhere: { authorization_endpoint: undefined },
    right: {},
  };
  const fakes: FakeGoogle[] = [];
  let other: RunningGatehouse;
  beforeAll(async () => {
    let settings = {};
    for (const [name, metadata] of Object.entries(documents)) {
      const fake = new FakeGoogle(await freePort());
      fake.metadata = metadata;
      fakes.push(fake);
      await fake.start();
      settings = { ...settings, ...settingsOf(name.toUpperCase(), fake) };
    }
    other = await startGatehouse(settings);
  });
  afterAll(async () => {
    await other?.stop();
    await Promise.all(fakes.map((fake) => fake.stop()));
  });
  const start = (provider: keyof typeof documents) =>
    new SocialApi(new Api(other.url), '').start(provider);

  it.each([
    ['names another issuer', 'names'],
    ['sends people to a script', 'script'],
    ['sends people nowhere', 'nowhere'],
  ] as const)('is not gone to when it %s', async (_what, provider) => {
    expect(codeOf(await start(provider))).toBe(unavailable);
  });

  it('is gone to when they are right (negative control)', async () => {
    expect((await start('right')).status).toBe(200);
  });
});

it('no answer of a stranger makes the server fail', async () => {
  const api = new Api(gatehouse.url);
  for (const text of ['\u0000', '\ud800', '%00', "' OR 1=1 --", 'x'.repeat(4000), '𐍈'.repeat(99)]) {
    const { body, cookie } = await social.visit('github', '');
    for (const wrong of [{ code: text }, { state: text }, { iss: text }]) {
      const sent = { body: { ...body, ...wrong }, headers: { cookie } };
      const { status } = await api.call('POST', '/auth/social/github/finish', sent);
      expect([401, 422]).toContain(status);
    }
  }
});

describe('a provider that is down', () => {
  it('is told, nothing is lost, and it works again when it is back', async () => {
    const returned = await social.visit('acme', 'ada');
    sent.push(returned.body.code ?? '', returned.body.state ?? '');
    await acme.stop();
    expect(codeOf(await social.finish('acme', returned))).toBe(unavailable);
    acme = await startForeignProvider(acmeOptions);
    expect((await social.signIn('acme', 'ada')).status).toBe(200);
  });

  it('is told at the start, before anybody leaves', async () => {
    await google.stop();
    await gatehouse.stop();
    const port = await freePort();
    gatehouse = await startGatehouse({
      PORT: String(port),
      GOOGLE_ISSUER: google.issuer,
      GOOGLE_CLIENT_ID: google.clientId,
      GOOGLE_CLIENT_SECRET: google.clientSecret,
    });
    const later = new SocialApi(new Api(gatehouse.url), `http://localhost:${port}`);
    expect(codeOf(await later.start('google'))).toBe(unavailable);
    google = new FakeGoogle(Number(new URL(google.issuer).port));
    await google.start();
    expect((await later.start('google')).status).toBe(200);
  });
});

it('attack 17: nothing that a provider sent in confidence reaches a log', async () => {
  const texts = await Promise.all(
    (await readdir(logs)).map((name) => readFile(path.join(logs, name), 'utf8')),
  );
  const text = texts.join('\n');
  expect(text).toContain('did not vouch');
  for (const reason of ['OAUTH_JWT_CLAIM_COMPARISON_FAILED', 'fetch failed'])
    expect(text).toContain(reason);
  for (const secret of [github.clientSecret, google.clientSecret, 'gho_', 'ya29.', 'eyJ', ...sent])
    expect(text).not.toContain(secret);
});

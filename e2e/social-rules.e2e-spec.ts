import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ForeignProvider, startForeignProvider } from './fakes/foreign-provider.js';
import { Api } from './harness/api.js';
import { type RunningGatehouse, startGatehouse } from './harness/gatehouse.js';
import { freePort } from './harness/launch.js';
import { settingsOf, SocialApi } from './harness/social.js';

const verified = (email: string) => ({ email, email_verified: true });
const people = {
  ada: verified('ada@corp.test'),
  eve: verified('eve@elsewhere.test'),
  silent: { email: 'silent@corp.test' },
  denied: { email: 'denied@corp.test', email_verified: false },
  invited: verified('invited@corp.test'),
};

let gatehouse: RunningGatehouse;
let api: Api;
let social: SocialApi;
let owner: string;
const providers: ForeignProvider[] = [];

beforeAll(async () => {
  const port = await freePort();
  const publicUrl = `http://localhost:${port}`;
  const start = async (name: string, more: Record<string, string>) => {
    const redirectUri = `${publicUrl}/auth/social/${name.toLowerCase()}/callback`;
    const provider = await startForeignProvider({ port: await freePort(), redirectUri, people });
    providers.push(provider);
    const own = Object.entries(more).map(([key, value]) => [
      `GATEHOUSE_OIDC_${name}_${key}`,
      value,
    ]);
    return { ...settingsOf(name, provider), ...Object.fromEntries(own) } as Record<string, string>;
  };
  gatehouse = await startGatehouse({
    PORT: String(port),
    ...(await start('PLAIN', {})),
    ...(await start('TRUSTED', { TRUST_EMAIL: 'true', SCOPES: 'openid email' })),
    ...(await start('CORP', { EMAIL_DOMAINS: 'Corp.test, corp.example' })),
    ...(await start('CLOSED', { EXISTING_ONLY: 'true' })),
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

const signIn = async (provider: string, name: string) => {
  const { status, body } = await social.signIn(provider, name);
  return status === 200 ? status : body.code;
};

describe('of a provider the operator says', () => {
  it('what to ask it for', async () => {
    const scopeOf = async (provider: string) => {
      const { body } = await social.start(provider);
      return new URL(String(body.authorizationUrl)).searchParams.get('scope');
    };
    expect(await scopeOf('plain')).toBe('openid email profile');
    expect(await scopeOf('trusted')).toBe('openid email');
  });

  it('that an address counts of which it says nothing, and never one that it denies', async () => {
    expect(await signIn('plain', 'silent')).toBe('provider_email_unverified');
    expect(await signIn('trusted', 'denied')).toBe('provider_email_unverified');
    expect(await signIn('trusted', 'silent')).toBe(200);
  });

  it('whose addresses count, also where somebody connects it to an account', async () => {
    expect(await signIn('corp', 'eve')).toBe('provider_domain_not_allowed');
    expect(await signIn('corp', 'denied')).toBe('provider_domain_not_allowed');
    expect(await signIn('corp', 'ada')).toBe(200);
    const { body, cookie } = await social.visit('corp', 'eve', { token: owner });
    const finish = await api.call('POST', '/auth/connections/corp/finish', {
      token: owner,
      body,
      headers: { cookie },
    });
    expect(finish.body.code).toBe('provider_domain_not_allowed');
    // Of another provider they do (control).
    expect(await signIn('plain', 'eve')).toBe(200);
  });

  it('that it makes no accounts, but for people who are invited', async () => {
    expect(await signIn('closed', 'invited')).toBe('registration_disabled');
    const invitation = { email: people.invited.email, role: 'EMPLOYEE' };
    await api.call('POST', '/invitations', { token: owner, body: invitation });
    const token = await api.linkFor(people.invited.email);
    const { status, body } = await social.signIn('closed', 'invited');
    expect(status).toBe(200);
    const access = String(body.accessToken);
    const accepted = await api.call('POST', '/auth/invitations/accept', {
      token: access,
      body: { token },
    });
    expect(accepted.body).toMatchObject({ organization: 'Northwind', role: 'EMPLOYEE' });
    expect(await signIn('closed', 'invited')).toBe(200);
  });
});

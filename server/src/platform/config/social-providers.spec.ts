import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from './config.js';

const acme = {
  GATEHOUSE_OIDC_ACME_CORP_ISSUER: 'https://id.acme.test',
  GATEHOUSE_OIDC_ACME_CORP_CLIENT_ID: 'client',
  GATEHOUSE_OIDC_ACME_CORP_CLIENT_SECRET: 'secret',
};
const production = {
  NODE_ENV: 'production',
  PUBLIC_URL: 'https://id.example.com',
  SMTP_URL: 'smtp://localhost',
  GATEHOUSE_MAIL_FROM: 'no-reply@example.com',
  GATEHOUSE_ENCRYPTION_KEYS: `k1:${Buffer.alloc(32).toString('base64')}`,
};

describe('settings of sign-in providers', () => {
  it('name any number of OpenID providers, Google and GitHub', () => {
    const { socialProviders } = loadConfig({
      ...production,
      ...acme,
      GATEHOUSE_OIDC_BETA_ISSUER: 'https://beta.test',
      GATEHOUSE_OIDC_BETA_CLIENT_ID: 'client',
      GATEHOUSE_OIDC_BETA_CLIENT_SECRET: 'secret',
      GATEHOUSE_OIDC_BETA_LABEL: 'The Beta',
      GOOGLE_CLIENT_ID: 'client',
      GOOGLE_CLIENT_SECRET: 'secret',
      GITHUB_CLIENT_ID: 'client',
      GITHUB_CLIENT_SECRET: 'secret',
    });
    expect(socialProviders.map(({ id, protocol, label }) => [id, protocol, label])).toEqual([
      ['google', 'openid', 'Google'],
      ['github', 'github', 'GitHub'],
      ['acme-corp', 'openid', 'Acme Corp'],
      ['beta', 'openid', 'The Beta'],
    ]);
  });

  it('read secrets from files', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gatehouse-secret-'));
    const file = join(folder, 'secret');
    await writeFile(file, 'from a file\n');
    const { GATEHOUSE_OIDC_ACME_CORP_CLIENT_SECRET: _secret, ...rest } = acme;
    const { socialProviders } = loadConfig({
      ...rest,
      GATEHOUSE_OIDC_ACME_CORP_CLIENT_SECRET_FILE: file,
    });
    await rm(folder, { recursive: true });
    expect(socialProviders[0]?.clientSecret).toBe('from a file');
  });

  it.each<[what: string, environment: Record<string, string>, message: RegExp]>([
    ['half a pair', { GOOGLE_CLIENT_ID: 'client' }, /GOOGLE_CLIENT_SECRET must be set together/],
    ['half a provider', { GATEHOUSE_OIDC_X_CLIENT_ID: 'c' }, /GATEHOUSE_OIDC_X_ISSUER/],
    ['scopes without openid', { ...acme, GATEHOUSE_OIDC_ACME_CORP_SCOPES: 'email' }, /openid/],
    [
      'addresses for domains',
      { ...acme, GATEHOUSE_OIDC_ACME_CORP_EMAIL_DOMAINS: 'ada@acme.test' },
      /must be domains/,
    ],
    ['a misspelled name', { GATEHOUSE_OIDC_X_SECRET: 'c' }, /is not a setting of Gatehouse/],
    [
      'an issuer without TLS',
      { ...acme, GATEHOUSE_OIDC_ACME_CORP_ISSUER: 'http://id.acme.test' },
      /must begin with https/,
    ],
    [
      'a look-alike of loopback',
      { ...acme, GATEHOUSE_OIDC_ACME_CORP_ISSUER: 'http://localhost.acme.test' },
      /must begin with https/,
    ],
    [
      'loopback in production mode',
      { ...production, ...acme, GATEHOUSE_OIDC_ACME_CORP_ISSUER: 'http://localhost:1' },
      /must begin with https/,
    ],
    [
      'a script for an issuer',
      { ...acme, GATEHOUSE_OIDC_ACME_CORP_ISSUER: 'javascript:alert(1)' },
      /GATEHOUSE_OIDC_ACME_CORP_ISSUER/,
    ],
    [
      'two providers of one name',
      {
        GATEHOUSE_OIDC_GITHUB_ISSUER: 'https://x.test',
        GATEHOUSE_OIDC_GITHUB_CLIENT_ID: 'c',
        GATEHOUSE_OIDC_GITHUB_CLIENT_SECRET: 's',
        GITHUB_CLIENT_ID: 'c',
        GITHUB_CLIENT_SECRET: 's',
      },
      /"github" is taken/,
    ],
    [
      'two providers of one issuer',
      {
        ...acme,
        GATEHOUSE_OIDC_B_ISSUER: 'https://id.acme.test',
        GATEHOUSE_OIDC_B_CLIENT_ID: 'c',
        GATEHOUSE_OIDC_B_CLIENT_SECRET: 's',
      },
      /have the same issuer/,
    ],
  ])('refuse %s, and say what to do', (_what, environment, message) => {
    expect(() => loadConfig(environment)).toThrow(message);
  });
});

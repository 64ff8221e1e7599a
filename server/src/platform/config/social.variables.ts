import { z } from 'zod';
import { variables } from './variables.js';

const address = z.url({ protocol: /^https?$/ });
const text = z.string().trim().min(1).max(500);

/** Providers that are known by name. */
export const socialVariables = variables({
  GOOGLE_CLIENT_ID: {
    shape: text.optional(),
    doc: 'With `GOOGLE_CLIENT_SECRET`: sign-in with Google. Its redirect URI is `PUBLIC_URL/auth/social/google/callback`.',
  },
  GOOGLE_CLIENT_SECRET: {
    shape: text.optional(),
    doc: 'Client secret at Google.',
    secret: true,
  },
  GOOGLE_ISSUER: {
    shape: address.default('https://accounts.google.com'),
    doc: 'Issuer to take for Google; only tests need another.',
  },
  GITHUB_CLIENT_ID: {
    shape: text.optional(),
    doc: 'With `GITHUB_CLIENT_SECRET`: sign-in with GitHub. Its callback URL is `PUBLIC_URL/auth/social/github/callback`.',
  },
  GITHUB_CLIENT_SECRET: {
    shape: text.optional(),
    doc: 'Client secret at GitHub.',
    secret: true,
  },
  GITHUB_URL: {
    shape: address.default('https://github.com'),
    doc: 'Address of a GitHub Enterprise Server to use instead.',
  },
});

/** Settings of any OpenID provider. `<NAME>` is the operator's choice, one for each provider. */
export const openIdVariables = variables({
  'GATEHOUSE_OIDC_<NAME>_ISSUER': {
    shape: address,
    doc: 'Issuer of an OpenID provider to sign in with, found by discovery. `<NAME>` is yours to choose: `ACME_CORP` has the redirect URI `PUBLIC_URL/auth/social/acme-corp/callback`.',
  },
  'GATEHOUSE_OIDC_<NAME>_CLIENT_ID': { shape: text, doc: 'Client id at that provider.' },
  'GATEHOUSE_OIDC_<NAME>_CLIENT_SECRET': {
    shape: text,
    doc: 'Client secret at that provider.',
    secret: true,
  },
  'GATEHOUSE_OIDC_<NAME>_LABEL': {
    shape: text.max(60).optional(),
    doc: 'Name of that provider as people know it. Default: `<NAME>` in words.',
  },
});

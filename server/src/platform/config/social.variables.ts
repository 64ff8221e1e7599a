import { z } from 'zod';
import { flag, variables } from './variables.js';

const address = z.url({ protocol: /^https?$/ });
const text = z.string().trim().min(1).max(500);
const scopes = z
  .string()
  .trim()
  .max(500)
  .refine((value) => value.split(/\s+/).includes('openid'), 'must name `openid`');
/** Domains with commas between them, as they are compared. */
const domains = z
  .string()
  .transform((value) => value.split(',').map((domain) => domain.trim().toLowerCase()))
  .pipe(z.array(z.string().regex(/^[^\s@]+\.[^\s@]+$/, 'must be domains such as example.com')));

const emailDomainsDoc = (name: string) =>
  `E-mail domains, with commas between them, whose confirmed addresses ${name} signs people in with; any, where left out.`;
const existingOnlyDoc = (name: string) =>
  `${name} makes no accounts: only people who are here already, or invited, sign in with it.`;

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
  GOOGLE_EMAIL_DOMAINS: { shape: domains.optional(), doc: emailDomainsDoc('Google') },
  GOOGLE_EXISTING_ONLY: { shape: flag(false), doc: existingOnlyDoc('Google') },
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
  GITHUB_EMAIL_DOMAINS: { shape: domains.optional(), doc: emailDomainsDoc('GitHub') },
  GITHUB_EXISTING_ONLY: { shape: flag(false), doc: existingOnlyDoc('GitHub') },
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
  'GATEHOUSE_OIDC_<NAME>_SCOPES': {
    shape: scopes.default('openid email profile'),
    doc: 'Scopes to ask that provider for, with spaces between them.',
  },
  'GATEHOUSE_OIDC_<NAME>_TRUST_EMAIL': {
    shape: flag(false),
    doc: 'Takes an address of that provider for confirmed where it does not say whether it is, as Entra ID does. Only for a provider whose addresses one organization gives out itself: with others, strangers could claim any address.',
  },
  'GATEHOUSE_OIDC_<NAME>_EMAIL_DOMAINS': {
    shape: domains.optional(),
    doc: emailDomainsDoc('that provider'),
  },
  'GATEHOUSE_OIDC_<NAME>_EXISTING_ONLY': {
    shape: flag(false),
    doc: existingOnlyDoc('That provider'),
  },
});

import { z } from 'zod';
import { secretToken } from '../fields.js';
import { route } from '../route.js';
import { delivery, secondFactorRequired, signedIn } from './sign-in.js';

/** Name of a configured provider, as it stands in addresses. */
export const providerId = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(64);

/** Somewhere else where people have an account that they can sign in here with. */
export const socialProvider = z.object({
  id: providerId,
  /** As people know it, such as `Google`. */
  label: z.string(),
});
export type SocialProvider = z.output<typeof socialProvider>;

export const byProvider = z.object({ provider: providerId });

/** Where to send the browser. A cookie that comes with it binds what follows to this browser. */
export const socialStart = z.object({ authorizationUrl: z.url({ protocol: /^https?$/ }) });

/** What the provider's answer carried (RFC 6749 section 4.1.2, RFC 9207). */
export const authorizationResponse = z.object({
  code: z.string().min(1).max(4096),
  state: secretToken,
  iss: z.string().max(2048).optional(),
});
export type AuthorizationResponse = z.output<typeof authorizationResponse>;

export const socialRoutes = {
  providers: route({
    name: 'social.providers',
    method: 'GET',
    path: '/auth/social',
    summary: 'Providers that one can sign in with',
    access: 'public',
    rateLimit: 'api',
    status: 200,
    response: z.object({ providers: z.array(socialProvider) }),
    errors: [],
  }),
  start: route({
    name: 'social.start',
    method: 'POST',
    path: '/auth/social/:provider/start',
    summary: 'Begin a sign-in with a provider',
    access: 'public',
    rateLimit: 'api',
    params: byProvider,
    status: 200,
    response: socialStart,
    errors: ['not_found', 'provider_unavailable'],
  }),
  callback: route({
    name: 'social.callback',
    method: 'GET',
    path: '/auth/social/:provider/callback',
    summary:
      'Where the provider sends the browser back to: leads on to the console and changes nothing',
    access: 'public',
    rateLimit: 'api',
    params: byProvider,
    query: z.object({
      code: z.string().optional(),
      state: z.string().optional(),
      iss: z.string().optional(),
      error: z.string().optional(),
    }),
    status: 303,
    errors: [],
  }),
  finish: route({
    name: 'social.finish',
    method: 'POST',
    path: '/auth/social/:provider/finish',
    summary:
      'Finish a sign-in with what the provider answered; works once, in the browser that began it',
    access: 'public',
    rateLimit: 'login',
    params: byProvider,
    body: authorizationResponse.extend({
      /** Of a trusted device that keeps no cookies. */
      deviceToken: secretToken.optional(),
      delivery,
    }),
    status: 200,
    response: z.union([signedIn, secondFactorRequired]),
    errors: [
      'not_found',
      'provider_unavailable',
      'provider_sign_in_failed',
      'provider_domain_not_allowed',
      'provider_email_unverified',
      'account_not_connected',
      'registration_disabled',
      'sign_in_delayed',
    ],
  }),
};

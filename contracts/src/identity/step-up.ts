import { z } from 'zod';
import { password } from '../fields.js';
import { route } from '../route.js';
import { passkeyAssertion } from './passkey-ceremonies.js';
import { delivery, secondFactorMethod, secondFactorRequired, tokenPair } from './sign-in.js';

/** What is waited for; `methods` is empty where no second factor is on. `expiresIn` in seconds. */
export const stepUpChallenge = secondFactorRequired.omit({ requires2FA: true });

export const stepUpRoutes = {
  begin: route({
    name: 'stepUp.begin',
    method: 'POST',
    path: '/auth/step-up/challenge',
    summary: 'Begin to prove again who I am; `POST /auth/2fa/send` begins one of the methods',
    access: 'enrolling',
    rateLimit: 'api',
    status: 200,
    response: stepUpChallenge,
    errors: [],
  }),
  finish: route({
    name: 'stepUp.finish',
    method: 'POST',
    path: '/auth/step-up',
    summary:
      'Prove again who I am, as at sign-in: the password, and the second factor where one is on; or a passkey alone. The session goes on under a new id',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z
      .object({
        tempToken: z.string().min(16).max(2048),
        /** May be left out where the authenticator verifies the person. */
        password: password.optional(),
        method: secondFactorMethod.optional(),
        code: z.string().trim().min(6).max(64).optional(),
        credential: passkeyAssertion.optional(),
        delivery,
      })
      .refine(({ password, method }) => password !== undefined || method === 'passkey', {
        error: 'must be filled in',
        path: ['password'],
      }),
    status: 200,
    response: tokenPair,
    errors: [
      'invalid_credentials',
      'invalid_code',
      'invalid_passkey',
      'challenge_expired',
      'sign_in_delayed',
      'overloaded',
    ],
  }),
};

import { z } from 'zod';
import { email, password, personName, secretToken, username } from '../fields.js';
import { route } from '../route.js';

export const registrationRoutes = {
  register: route({
    name: 'registration.register',
    method: 'POST',
    path: '/auth/register',
    summary: 'Register; the answer is the same whether or not the address is known',
    access: 'public',
    rateLimit: 'login',
    challenge: true,
    body: z.object({
      email,
      password,
      firstName: personName,
      lastName: personName,
      username: username.optional(),
    }),
    status: 202,
    response: z.object({ status: z.literal('verification_required') }),
    errors: ['registration_disabled', 'weak_password', 'username_taken', 'overloaded'],
    idempotent: true,
  }),
  verifyEmail: route({
    name: 'registration.verifyEmail',
    method: 'POST',
    path: '/auth/verify-email',
    summary: 'Confirm an e-mail address with the token from the mail',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ token: secretToken }),
    status: 204,
    errors: ['invalid_token', 'password_missing'],
  }),
  resendVerification: route({
    name: 'registration.resendVerification',
    method: 'POST',
    path: '/auth/verify-email/resend',
    summary: 'Send the confirmation mail again; the answer is always the same',
    access: 'public',
    rateLimit: 'login',
    body: z.object({ email }),
    status: 202,
    response: z.object({ status: z.literal('verification_required') }),
    errors: [],
    idempotent: true,
  }),
};

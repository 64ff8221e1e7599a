import { z } from 'zod';
import { email, id, password, personName, secretToken, title } from '../fields.js';
import { route } from '../route.js';

export const setupRoutes = {
  status: route({
    name: 'setup.status',
    method: 'GET',
    path: '/setup/status',
    summary: 'Whether the first owner still has to be set up',
    access: 'public',
    rateLimit: 'api',
    status: 200,
    response: z.object({
      required: z.boolean(),
      registrationEnabled: z.boolean(),
      /** People can ask for a link to sign in with. */
      magicLinkEnabled: z.boolean(),
      /** Mails are caught and shown instead of sent. */
      mailboxEnabled: z.boolean(),
    }),
    errors: [],
  }),
  complete: route({
    name: 'setup.complete',
    method: 'POST',
    path: '/setup',
    summary:
      'Create the organization and its first owner, once, with the token that the start printed',
    access: 'public',
    rateLimit: 'login',
    body: z.object({
      token: secretToken,
      organization: title,
      email,
      password,
      firstName: personName,
      lastName: personName,
    }),
    status: 201,
    response: z.object({ userId: id, organizationId: id }),
    errors: ['invalid_token', 'setup_completed', 'weak_password', 'overloaded'],
  }),
};

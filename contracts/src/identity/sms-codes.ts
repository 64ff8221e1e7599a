import { z } from 'zod';
import { route } from '../route.js';
import { codeSent, delivery } from './sign-in.js';
import { code, enrolled } from './two-factor.js';

/** A phone number; spaces, dashes and brackets don't matter (ITU-T E.164). */
export const phoneNumber = z
  .string()
  .max(40)
  .transform((value) => value.replaceAll(/[\s().-]/g, ''))
  .pipe(z.string().regex(/^\+[1-9]\d{6,14}$/, 'must be a number such as +49 151 12345678'));

export const smsCodeRoutes = {
  setup: route({
    name: 'smsCodes.setup',
    method: 'POST',
    path: '/auth/2fa/sms/setup',
    summary: 'Send a code to a phone of mine, to turn codes by SMS on',
    access: 'enrolling',
    rateLimit: 'api',
    body: z.object({ phoneNumber }),
    recentProof: true,
    status: 200,
    response: codeSent,
    errors: ['conflict', 'message_not_sent'],
  }),
  enable: route({
    name: 'smsCodes.enable',
    method: 'POST',
    path: '/auth/2fa/sms/enable',
    summary: 'Turn codes by SMS on with the code from the message; every other session ends',
    access: 'enrolling',
    rateLimit: 'two_factor',
    body: z.object({ code, delivery }),
    status: 200,
    response: enrolled,
    errors: ['invalid_code', 'conflict', 'reauthentication_required'],
  }),
  disable: route({
    name: 'smsCodes.disable',
    method: 'DELETE',
    path: '/auth/2fa/sms',
    summary: 'Turn codes by SMS off; every other session ends',
    access: 'signed_in',
    rateLimit: 'api',
    recentProof: true,
    status: 204,
    errors: ['two_factor_not_enabled', 'last_factor'],
  }),
};

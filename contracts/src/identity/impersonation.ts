import { z } from 'zod';
import { id, timestamp, title } from '../fields.js';
import { route } from '../route.js';
import { user } from './user.js';

/** How long somebody acts for a person at most, in minutes. */
export const longestImpersonation = 60;

/** A session in which somebody acts for a person: no refresh token, it ends with its time. */
export const impersonation = z.object({
  accessToken: z.string(),
  tokenType: z.literal('Bearer'),
  /** Seconds. */
  expiresIn: z.number().int(),
  expiresAt: timestamp,
  user,
});
export type Impersonation = z.output<typeof impersonation>;

/** Why somebody acts for another person, and for how long. */
export const impersonationWish = z.object({
  /** Told to the person, and kept in the audit trail. */
  reason: title,
  minutes: z.number().int().min(1).max(longestImpersonation).default(15),
});
export type ImpersonationWish = z.output<typeof impersonationWish>;

export const impersonationRoutes = {
  begin: route({
    name: 'impersonation.begin',
    method: 'POST',
    path: '/users/:id/impersonate',
    summary:
      'Act for a person of a lower role, for a while and for a reason; their account, credentials and keys stay out of reach',
    access: 'user:impersonate',
    rateLimit: 'api',
    params: z.object({ id }),
    body: impersonationWish,
    status: 201,
    response: impersonation,
    errors: ['not_found', 'forbidden', 'conflict'],
    recentProof: true,
  }),
  end: route({
    name: 'impersonation.end',
    method: 'POST',
    path: '/auth/impersonation/end',
    summary: 'Stop acting for somebody',
    access: 'enrolling',
    rateLimit: 'api',
    status: 204,
    errors: ['conflict'],
    impersonation: true,
  }),
};

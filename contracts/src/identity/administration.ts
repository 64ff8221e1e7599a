import { z } from 'zod';
import { type ErrorCode, errors } from '../errors.js';
import { id, title } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import type { Permission } from '../permissions.js';
import { route } from '../route.js';
import { apiKey } from './api-keys.js';
import { session } from './sessions.js';
import { signInMeans } from './sign-in-means.js';

const byId = z.object({ id });
const aboveYou = ['not_found', 'forbidden'] as const;

/** What can be done to many people at once, and the permission that each one takes. */
export const bulkActions = {
  deactivate: 'user:deactivate',
  activate: 'user:deactivate',
  delete: 'user:delete',
  reset_password: 'password:reset',
  end_sessions: 'session:revoke',
} as const satisfies Record<string, Permission>;
export type BulkAction = keyof typeof bulkActions;

const bulkAction = z.enum(Object.keys(bulkActions) as [BulkAction, ...BulkAction[]]);
const errorCode = z.enum(Object.keys(errors) as [ErrorCode, ...ErrorCode[]]);

/** What became of one of many. */
export const bulkOutcome = z.object({
  userId: id,
  done: z.boolean(),
  /** Why it was not done; null where it was. */
  code: errorCode.nullable(),
  /** The same in words; null where it was done. */
  reason: z.string().nullable(),
});
export type BulkOutcome = z.output<typeof bulkOutcome>;

/** What an administrator does for, or to, people of a lower role. */
export const administrationRoutes = {
  resetPassword: route({
    name: 'administration.resetPassword',
    method: 'POST',
    path: '/users/:id/password/reset',
    summary:
      'Make a person choose a new password: the old one stops working, all sessions end, and a link is mailed',
    access: 'password:reset',
    rateLimit: 'api',
    recentProof: 'people',
    params: byId,
    status: 204,
    errors: [...aboveYou],
  }),
  resetFactors: route({
    name: 'administration.resetFactors',
    method: 'POST',
    path: '/users/:id/factors/reset',
    summary:
      'Take lost second factors away from a person; all sessions end, and both sides are told by mail',
    access: 'factor:reset',
    rateLimit: 'api',
    params: byId,
    body: z.object({
      /** Told to the person, and kept in the audit trail. */
      reason: title,
    }),
    status: 204,
    errors: [...aboveYou, 'two_factor_not_enabled'],
    recentProof: true,
  }),
  liftDelays: route({
    name: 'administration.liftDelays',
    method: 'DELETE',
    path: '/users/:id/sign-in-delays',
    summary:
      'Let a person try again at once whom failures make wait; of codes with `factor:reset` alone',
    access: 'password:reset',
    rateLimit: 'api',
    recentProof: 'people',
    params: byId,
    status: 204,
    errors: [...aboveYou],
  }),
  listSessions: route({
    name: 'administration.listSessions',
    method: 'GET',
    path: '/users/:id/sessions',
    summary: 'Where a person is signed in to the organization, latest first',
    access: 'session:read',
    rateLimit: 'api',
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(session),
    errors: [...aboveYou],
  }),
  getSignInMeans: route({
    name: 'administration.getSignInMeans',
    method: 'GET',
    path: '/users/:id/sign-in-means',
    summary:
      'What a person gets in with, by name and date; of accounts that are the organization alone',
    access: 'session:read',
    rateLimit: 'api',
    params: byId,
    status: 200,
    response: signInMeans,
    errors: [...aboveYou],
  }),
  listKeys: route({
    name: 'administration.listKeys',
    method: 'GET',
    path: '/users/:id/api-keys',
    summary: 'API keys of a person in the organization, latest first',
    access: 'session:read',
    rateLimit: 'api',
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(apiKey),
    errors: [...aboveYou],
  }),
  revokeKey: route({
    name: 'administration.revokeKey',
    method: 'DELETE',
    path: '/users/:id/api-keys/:keyId',
    summary: 'End an API key of a person in the organization at once',
    access: 'session:revoke',
    rateLimit: 'api',
    params: byId.extend({ keyId: id }),
    status: 204,
    errors: [...aboveYou],
  }),
  endSessions: route({
    name: 'administration.endSessions',
    method: 'DELETE',
    path: '/users/:id/sessions',
    summary: 'Sign a person out of the organization everywhere',
    access: 'session:revoke',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: [...aboveYou],
  }),
  endSession: route({
    name: 'administration.endSession',
    method: 'DELETE',
    path: '/users/:id/sessions/:sessionId',
    summary: 'End one session of a person',
    access: 'session:revoke',
    rateLimit: 'api',
    params: byId.extend({ sessionId: id }),
    status: 204,
    errors: [...aboveYou],
  }),
  bulk: route({
    name: 'administration.bulk',
    method: 'POST',
    path: '/users/bulk',
    summary: 'Do one thing to at most 100 people, one after the other, with an outcome for each',
    access: 'user:read',
    rateLimit: 'api',
    recentProof: 'people',
    body: z.object({ action: bulkAction, userIds: z.array(id).min(1).max(100) }),
    status: 200,
    response: z.object({ outcomes: z.array(bulkOutcome) }),
    errors: ['forbidden'],
    idempotent: true,
  }),
};

import { z } from 'zod';
import { id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { route } from '../route.js';
import { authorizationResponse, byProvider, providerId, socialStart } from './social.js';

/** An account with a provider that its owner signs in here with. */
export const connection = z.object({
  id,
  provider: providerId,
  /** As people know the provider, such as `Google`. */
  label: z.string(),
  /** The address that the provider knew when they were connected, to tell accounts apart. */
  email: z.string().nullable(),
  createdAt: timestamp,
  lastUsedAt: timestamp.nullable(),
});
export type Connection = z.output<typeof connection>;

export const connectionRoutes = {
  list: route({
    name: 'connections.list',
    method: 'GET',
    path: '/auth/connections',
    summary: 'Accounts elsewhere that I can sign in with, latest first',
    access: 'signed_in',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(connection),
    errors: [],
  }),
  start: route({
    name: 'connections.start',
    method: 'POST',
    path: '/auth/connections/:provider/start',
    summary: 'Begin to connect an account elsewhere; this session has to finish it',
    access: 'signed_in',
    rateLimit: 'api',
    params: byProvider,
    recentProof: true,
    status: 200,
    response: socialStart,
    errors: ['not_found', 'provider_unavailable'],
  }),
  finish: route({
    name: 'connections.finish',
    method: 'POST',
    path: '/auth/connections/:provider/finish',
    summary: 'Connect the account that the provider answered for; its owner gets a mail',
    access: 'signed_in',
    rateLimit: 'api',
    params: byProvider,
    body: authorizationResponse,
    status: 201,
    response: connection,
    errors: [
      'not_found',
      'provider_unavailable',
      'provider_sign_in_failed',
      'provider_domain_not_allowed',
      'connection_taken',
    ],
  }),
  remove: route({
    name: 'connections.remove',
    method: 'DELETE',
    path: '/auth/connections/:id',
    summary: 'Disconnect an account elsewhere, unless it is the last way to sign in',
    access: 'signed_in',
    rateLimit: 'api',
    params: z.object({ id }),
    recentProof: true,
    status: 204,
    errors: ['not_found', 'last_sign_in_method'],
  }),
};

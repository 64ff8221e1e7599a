import { z } from 'zod';
import { id, personName, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';
import { apiKey, apiKeyRoutes, apiKeyWithSecret } from './api-keys.js';
import { customRole, roleKey } from './roles.js';

/** An account without a person: it has no password and no mail address, and calls by API keys. */
export const serviceAccount = z.object({
  id,
  name: z.string(),
  isActive: z.boolean(),
  role: z.enum(roles),
  /** The custom role, whose rank `role` is then. */
  customRole: customRole.nullable(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type ServiceAccount = z.output<typeof serviceAccount>;

const byId = z.object({ id });
const keyOf = byId.extend({ keyId: id });
const below = ['not_found', 'forbidden'] as const;
const shared = { access: 'service_account:manage', rateLimit: 'api' } as const;

export const serviceAccountRoutes = {
  list: route({
    name: 'serviceAccounts.list',
    method: 'GET',
    path: '/service-accounts',
    summary: 'Service accounts of the organization, latest first',
    ...shared,
    query: pageQuery,
    status: 200,
    response: pageOf(serviceAccount),
    errors: [],
  }),
  create: route({
    name: 'serviceAccounts.create',
    method: 'POST',
    path: '/service-accounts',
    summary: 'Make a service account of a role below my own',
    ...shared,
    body: z.object({ name: personName, role: roleKey }),
    status: 201,
    response: serviceAccount,
    errors: [...below],
    idempotent: true,
  }),
  get: route({
    name: 'serviceAccounts.get',
    method: 'GET',
    path: '/service-accounts/:id',
    summary: 'One service account',
    ...shared,
    params: byId,
    status: 200,
    response: serviceAccount,
    errors: ['not_found'],
  }),
  update: route({
    name: 'serviceAccounts.update',
    method: 'PATCH',
    path: '/service-accounts/:id',
    summary: 'Rename a service account',
    ...shared,
    params: byId,
    body: z.object({ name: personName }),
    status: 200,
    response: serviceAccount,
    errors: [...below],
  }),
  assignRole: route({
    name: 'serviceAccounts.assignRole',
    method: 'PUT',
    path: '/service-accounts/:id/role',
    summary: 'Change the role of a service account, up to just below my own',
    ...shared,
    params: byId,
    body: z.object({ role: roleKey }),
    status: 200,
    response: serviceAccount,
    errors: [...below],
  }),
  deactivate: route({
    name: 'serviceAccounts.deactivate',
    method: 'POST',
    path: '/service-accounts/:id/deactivate',
    summary: 'Refuse every key of a service account until it is activated again',
    ...shared,
    params: byId,
    status: 200,
    response: serviceAccount,
    errors: [...below],
  }),
  activate: route({
    name: 'serviceAccounts.activate',
    method: 'POST',
    path: '/service-accounts/:id/activate',
    summary: 'Let the keys of a service account call again',
    ...shared,
    params: byId,
    status: 200,
    response: serviceAccount,
    errors: [...below],
  }),
  remove: route({
    name: 'serviceAccounts.remove',
    method: 'DELETE',
    path: '/service-accounts/:id',
    summary: 'Delete a service account; its keys are refused from now on',
    ...shared,
    params: byId,
    status: 204,
    errors: [...below],
  }),
  listKeys: route({
    name: 'serviceAccounts.listKeys',
    method: 'GET',
    path: '/service-accounts/:id/api-keys',
    summary: 'API keys of a service account, latest first',
    ...shared,
    params: byId,
    query: pageQuery,
    status: 200,
    response: pageOf(apiKey),
    errors: [...below],
  }),
  createKey: route({
    name: 'serviceAccounts.createKey',
    method: 'POST',
    path: '/service-accounts/:id/api-keys',
    summary:
      'Make an API key of a service account, with scopes that both of us hold; its secret is shown this once',
    ...shared,
    params: byId,
    body: apiKeyRoutes.create.body,
    status: 201,
    response: apiKeyWithSecret,
    errors: [...below],
    recentProof: true,
    idempotent: true,
  }),
  rotateKey: route({
    name: 'serviceAccounts.rotateKey',
    method: 'POST',
    path: '/service-accounts/:id/api-keys/:keyId/rotate',
    summary: 'Give a key whose scopes I hold a new secret; the one before stays good for a while',
    ...shared,
    params: keyOf,
    body: apiKeyRoutes.rotate.body,
    status: 200,
    response: apiKeyWithSecret,
    errors: [...below],
    recentProof: true,
    idempotent: true,
  }),
  revokeKey: route({
    name: 'serviceAccounts.revokeKey',
    method: 'DELETE',
    path: '/service-accounts/:id/api-keys/:keyId',
    summary: 'End a key of a service account at once',
    ...shared,
    params: keyOf,
    status: 204,
    errors: [...below],
  }),
};

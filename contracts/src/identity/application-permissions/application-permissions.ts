import { z } from 'zod';
import { description, id, timestamp } from '../../fields.js';
import { pageOf } from '../../page.js';
import {
  type AnyPermission,
  isApplicationPermission,
  type Permission,
  permissions,
  platformPermissions,
} from '../../permissions.js';
import { route } from '../../route.js';

/** Name of a permission of an application, such as `invoices:approve`. */
export const applicationPermissionName = z
  .string()
  .max(81)
  .refine(
    isApplicationPermission,
    'must be noun:verb of small letters, digits, dashes and underscores, and no name of Gatehouse',
  )
  .brand<'ApplicationPermission'>();

const names = <T extends string>(catalogue: Readonly<Record<T, string>>) =>
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the keys of a catalogue
  Object.keys(catalogue) as [T, ...T[]];

/** What roles, groups and API keys may be given. */
export const grantablePermission = z.union([
  z.enum(names<Permission>(permissions)),
  applicationPermissionName,
]);

/** What somebody may hold. */
export const heldPermission = z.union([
  z.enum(names<AnyPermission>({ ...permissions, ...platformPermissions })),
  applicationPermissionName,
]);

/** A permission of an application behind the gate. */
export const applicationPermission = z.object({
  name: applicationPermissionName,
  description: z.string(),
  createdAt: timestamp,
});
export type ApplicationPermissionEntry = z.output<typeof applicationPermission>;

const byName = z.object({ name: applicationPermissionName });
const staff = { access: 'permission:manage', rateLimit: 'api', recentProof: true } as const;

export const applicationPermissionRoutes = {
  list: route({
    name: 'applicationPermissions.list',
    method: 'GET',
    path: '/application-permissions',
    summary: "Permissions of the installation's applications, by name",
    access: 'signed_in',
    rateLimit: 'api',
    status: 200,
    response: pageOf(applicationPermission),
    errors: [],
  }),
  define: route({
    ...staff,
    name: 'applicationPermissions.define',
    method: 'PUT',
    path: '/application-permissions/:name',
    summary: 'Define a permission of an application, or describe it anew',
    params: byName,
    body: z.object({ description: description.min(1) }),
    status: 200,
    response: applicationPermission,
    errors: ['conflict'],
  }),
  remove: route({
    ...staff,
    name: 'applicationPermissions.remove',
    method: 'DELETE',
    path: '/application-permissions/:name',
    summary: 'Remove a permission of an application, from all roles, groups and API keys too',
    params: byName,
    status: 204,
    errors: ['not_found'],
  }),
  check: route({
    name: 'applicationPermissions.check',
    method: 'POST',
    path: '/auth/check',
    summary:
      'Whether whoever calls holds permissions, for applications that pass on what they were sent',
    access: 'signed_in',
    keys: true,
    impersonation: true,
    rateLimit: 'api',
    body: z.object({
      /** Of Gatehouse or of an application; one that is not defined is held by nobody. */
      permissions: z.array(z.string().max(100)).min(1).max(50),
    }),
    status: 200,
    response: z.object({
      /** All of them are held. */
      allowed: z.boolean(),
      missing: z.array(z.string()),
      userId: id,
      organizationId: id.nullable(),
    }),
    errors: [],
  }),
};

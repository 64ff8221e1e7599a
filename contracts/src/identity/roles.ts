import { z } from 'zod';
import { description, id, timestamp, title } from '../fields.js';
import { pageOf } from '../page.js';
import { roles } from '../permissions.js';
import { route } from '../route.js';
import { grantablePermission } from './application-permissions/application-permissions.js';

/** A role to give: a built-in one by its name, or a custom one by its id. */
export const roleKey = z.union([z.enum(roles), id], { error: 'must be a role' });
export type RoleKey = z.output<typeof roleKey>;

/** A custom role where somebody has it. */
export const customRole = z.object({ id, name: z.string() });

/** Permissions to grant, each once. */
export const uniquePermissions = z
  .array(grantablePermission)
  .max(200)
  .transform((list) => [...new Set(list)]);
const roleName = title
  .max(100)
  .refine(
    (name) => !roles.some((role) => role.toLowerCase() === name.toLowerCase()),
    'must not be the name of a built-in role',
  );

/** A row of the role by permission matrix. */
export const roleDefinition = z.object({
  /** What to give somebody the role with. */
  id: roleKey,
  name: z.string(),
  description: z.string(),
  builtIn: z.boolean(),
  /** The built-in role whose rank it has. */
  rank: z.enum(roles),
  permissions: z.array(grantablePermission),
  /** How many people have it. */
  members: z.number().int(),
  /** I may give it to people. */
  grantable: z.boolean(),
  /** When it was last changed; null for a built-in role. */
  updatedAt: timestamp.nullable(),
});
export type RoleDefinition = z.output<typeof roleDefinition>;

const byId = z.object({ id });

export const roleRoutes = {
  list: route({
    name: 'roles.list',
    method: 'GET',
    path: '/roles',
    summary: 'Every role of the organization with its permissions, built-in ones first',
    access: 'user:read',
    rateLimit: 'api',
    status: 200,
    response: pageOf(roleDefinition),
    errors: [],
  }),
  create: route({
    name: 'roles.create',
    method: 'POST',
    path: '/roles',
    summary: 'Make a custom role of a rank below my own, of permissions that I hold',
    access: 'role:manage',
    rateLimit: 'api',
    recentProof: 'people',
    body: z.object({
      name: roleName,
      description: description.default(''),
      rank: z.enum(['MANAGER', 'EMPLOYEE']),
      permissions: uniquePermissions,
    }),
    status: 201,
    response: roleDefinition,
    errors: ['forbidden', 'role_name_taken', 'conflict'],
    idempotent: true,
  }),
  update: route({
    name: 'roles.update',
    method: 'PATCH',
    path: '/roles/:id',
    summary: 'Change a custom role; whoever has it may do what it says from the next request on',
    access: 'role:manage',
    rateLimit: 'api',
    recentProof: 'people',
    params: byId,
    body: z.object({
      name: roleName.optional(),
      description: description.optional(),
      permissions: uniquePermissions.optional(),
    }),
    status: 200,
    response: roleDefinition,
    errors: ['not_found', 'forbidden', 'role_name_taken', 'precondition_failed'],
  }),
  remove: route({
    name: 'roles.remove',
    method: 'DELETE',
    path: '/roles/:id',
    summary: 'Delete a custom role; whoever has it, or is invited to it, gets the replacement',
    access: 'role:manage',
    rateLimit: 'api',
    recentProof: 'people',
    params: byId,
    query: z.object({
      /** Takes `role:assign`, and a role that I may give. Without it, nobody may have the role. */
      replacement: roleKey.optional(),
    }),
    status: 204,
    errors: ['not_found', 'forbidden', 'role_in_use'],
  }),
};

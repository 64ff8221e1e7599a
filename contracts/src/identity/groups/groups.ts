import { z } from 'zod';
import { description, id, timestamp, title } from '../../fields.js';
import { pageOf, pageQuery } from '../../page.js';
import { route } from '../../route.js';
import { grantablePermission } from '../application-permissions/application-permissions.js';
import { uniquePermissions } from '../roles.js';
import { member } from '../user.js';

/** A group where somebody belongs to it. */
export const groupName = z.object({ id, name: z.string() });

/** People of an organization who belong together, and what that lets them do beside their roles. */
export const group = z.object({
  id,
  name: z.string(),
  description: z.string(),
  permissions: z.array(grantablePermission),
  /** How many people are in it. */
  members: z.number().int(),
  /** I hold what it grants, and so may add people. */
  grantable: z.boolean(),
  createdAt: timestamp,
  updatedAt: timestamp,
});
export type Group = z.output<typeof group>;

/** Somebody in a group. */
export const groupMember = member.pick({
  id: true,
  email: true,
  firstName: true,
  lastName: true,
  isActive: true,
  isServiceAccount: true,
  role: true,
  customRole: true,
});
export type GroupMember = z.output<typeof groupMember>;

const name = title.max(100);
const byId = z.object({ id });
const changes = { access: 'groups:manage', rateLimit: 'api', recentProof: 'people' } as const;
const reads = { method: 'GET', access: 'groups:read', rateLimit: 'api', status: 200 } as const;

export const groupRoutes = {
  list: route({
    ...reads,
    name: 'groups.list',
    path: '/groups',
    summary: 'Groups of the organization, by name',
    query: pageQuery.extend({
      /** Part of a name. */
      search: z.string().trim().max(100).optional(),
    }),
    response: pageOf(group),
    errors: [],
  }),
  create: route({
    ...changes,
    name: 'groups.create',
    method: 'POST',
    path: '/groups',
    summary: 'Make a group, of permissions that I hold',
    body: z.object({
      name,
      description: description.default(''),
      permissions: uniquePermissions.default([]),
    }),
    status: 201,
    response: group,
    errors: ['forbidden', 'group_name_taken', 'conflict'],
    idempotent: true,
  }),
  get: route({
    ...reads,
    name: 'groups.get',
    path: '/groups/:id',
    summary: 'One group',
    params: byId,
    response: group,
    errors: ['not_found'],
  }),
  update: route({
    ...changes,
    name: 'groups.update',
    method: 'PATCH',
    path: '/groups/:id',
    summary: 'Change a group; whoever is in it may do what it says from the next request on',
    params: byId,
    body: z.object({
      name: name.optional(),
      description: description.optional(),
      permissions: uniquePermissions.optional(),
    }),
    status: 200,
    response: group,
    errors: ['not_found', 'forbidden', 'group_name_taken', 'precondition_failed'],
  }),
  remove: route({
    ...changes,
    name: 'groups.remove',
    method: 'DELETE',
    path: '/groups/:id',
    summary: 'Delete a group, and what it lets its people do',
    params: byId,
    status: 204,
    errors: ['not_found', 'forbidden'],
  }),
  listMembers: route({
    ...reads,
    name: 'groups.listMembers',
    path: '/groups/:id/members',
    summary: 'Who is in a group, those added to the organization last first',
    params: byId,
    query: pageQuery,
    response: pageOf(groupMember),
    errors: ['not_found'],
  }),
  addMember: route({
    ...changes,
    name: 'groups.addMember',
    method: 'PUT',
    path: '/groups/:id/members/:userId',
    summary: 'Add a person to a group; nothing changes for somebody who is in it',
    params: byId.extend({ userId: id }),
    status: 204,
    errors: ['not_found', 'forbidden', 'conflict'],
  }),
  removeMember: route({
    ...changes,
    name: 'groups.removeMember',
    method: 'DELETE',
    path: '/groups/:id/members/:userId',
    summary: 'Take a person out of a group',
    params: byId.extend({ userId: id }),
    status: 204,
    errors: ['not_found', 'forbidden'],
  }),
  listOf: route({
    ...reads,
    name: 'groups.listOf',
    path: '/users/:id/groups',
    summary: 'The groups of a person, by name',
    params: byId,
    response: pageOf(groupName),
    errors: ['not_found'],
  }),
};

import { z } from 'zod';
import { email, id, timestamp } from '../fields.js';
import { pageOf, pageQuery } from '../page.js';
import { platformRoles } from '../permissions.js';
import { route } from '../route.js';

/** Somebody who looks after the installation. */
export const staffMember = z.object({
  id,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  platformRole: z.enum(platformRoles),
  isPrimaryAdmin: z.boolean(),
  isActive: z.boolean(),
  twoFactorEnabled: z.boolean(),
  createdAt: timestamp,
});
export type StaffMember = z.output<typeof staffMember>;

const byId = z.object({ id });
const platformRole = z.enum(platformRoles);

export const staffRoutes = {
  list: route({
    name: 'staff.list',
    method: 'GET',
    path: '/staff',
    summary: 'Staff of the installation, latest account first',
    access: 'staff:manage',
    rateLimit: 'api',
    query: pageQuery,
    status: 200,
    response: pageOf(staffMember),
    errors: [],
  }),
  appoint: route({
    name: 'staff.appoint',
    method: 'POST',
    path: '/staff',
    summary:
      'Make somebody who has an account a member of the staff; they and all super admins are told by mail',
    access: 'staff:manage',
    rateLimit: 'api',
    body: z.object({ email, platformRole }),
    status: 201,
    response: staffMember,
    errors: ['forbidden', 'not_found', 'conflict'],
    recentProof: true,
    idempotent: true,
  }),
  changeRole: route({
    name: 'staff.changeRole',
    method: 'PUT',
    path: '/staff/:id/role',
    summary: 'Change what a member of the staff is; the last super admin stays one',
    access: 'staff:manage',
    rateLimit: 'api',
    params: byId,
    body: z.object({ platformRole }),
    status: 200,
    response: staffMember,
    errors: ['forbidden', 'not_found', 'last_super_admin'],
    recentProof: true,
  }),
  dismiss: route({
    name: 'staff.dismiss',
    method: 'DELETE',
    path: '/staff/:id',
    summary: 'Dismiss a member of the staff, who keeps the account; the last super admin stays',
    access: 'staff:manage',
    rateLimit: 'api',
    params: byId,
    status: 204,
    errors: ['forbidden', 'not_found', 'last_super_admin'],
    recentProof: true,
  }),
};

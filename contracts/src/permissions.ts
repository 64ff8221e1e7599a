/** Permission catalogue (`noun:verb`), with what each one allows in words a person reads. */
export const permissions = {
  'user:read': 'See the people of the organization',
  'user:create': 'Add people to the organization',
  'user:update': 'Edit people of a lower role',
  'user:deactivate': 'Deactivate and activate people of a lower role',
  'user:delete': 'Delete people of a lower role',
  'role:assign': 'Change the role of people of a lower role',
  'organization:update': 'Change the name and the policies of the organization',
  'audit:read': 'Read the audit trail',
} as const;

export type Permission = keyof typeof permissions;

/** Built-in roles of an organization, highest first (C17). */
export const roles = ['BOSS', 'MANAGER', 'EMPLOYEE'] as const;
export type Role = (typeof roles)[number];

/** What each built-in role may do. */
export const rolePermissions: Record<Role, readonly Permission[]> = {
  BOSS: Object.keys(permissions) as Permission[],
  MANAGER: [
    'user:read',
    'user:create',
    'user:update',
    'user:deactivate',
    'user:delete',
    'audit:read',
  ],
  EMPLOYEE: [],
};

/** Roles whose holders must have a second factor before their token opens anything else (C19). */
export const rolesRequiringSecondFactor: readonly Role[] = ['BOSS', 'MANAGER'];

/** Higher number, higher rank. */
export const roleRank = (role: Role): number => roles.length - roles.indexOf(role);

/** Platform staff (C18). */
export const platformRoles = ['super_admin', 'admin'] as const;
export type PlatformRole = (typeof platformRoles)[number];

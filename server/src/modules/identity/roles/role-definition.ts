import type { RoleDefinition } from '@gatehouse/contracts/identity/roles';
import {
  type ApplicationPermission,
  isGrantable,
  type Role,
  rolePermissions,
} from '@gatehouse/contracts/permissions';
import type { Caller } from '../../../platform/http/caller.js';
import { isBelow } from './grants.js';
import type { CustomRoleRow } from './roles.table.js';

/** Names that people take for one have one key. */
export const roleNameKey = (name: string): string => name.normalize('NFKC').toLowerCase();

/** Whether the caller holds all that is still in the catalogue. */
const holdsAll = (caller: Caller, permissions: readonly string[]): boolean =>
  permissions.filter(isGrantable).every((permission) => caller.permissions.has(permission));

/** What the API shows of a custom role, to whom; nobody is counted yet. */
export function toDefinition(row: CustomRoleRow, caller: Caller): RoleDefinition {
  const permissions = row.permissions.filter(isGrantable);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    builtIn: false,
    rank: row.rank,
    permissions,
    members: 0,
    grantable: isBelow(caller, row.rank) && holdsAll(caller, permissions),
    updatedAt: row.updatedAt.toISOString(),
  };
}

const descriptions: Readonly<Record<Role, string>> = {
  BOSS: 'Owns the organization',
  MANAGER: 'Looks after its people',
  EMPLOYEE: 'Belongs to it',
};

/** The same of a built-in role; a BOSS holds every permission of applications. */
export function builtInDefinition(
  role: Role,
  caller: Caller,
  ofApplications: readonly ApplicationPermission[],
): RoleDefinition {
  const permissions = [...rolePermissions[role], ...(role === 'BOSS' ? ofApplications : [])];
  return {
    id: role,
    name: role,
    description: descriptions[role],
    builtIn: true,
    rank: role,
    permissions,
    members: 0,
    grantable: isBelow(caller, role) && holdsAll(caller, permissions),
    updatedAt: null,
  };
}

import type { Group } from '@gatehouse/contracts/identity/groups/groups';
import { isGrantable } from '@gatehouse/contracts/permissions';
import type { Caller } from '../../../platform/http/caller.js';
import type { CountedGroup } from './groups.repository.js';

/** A group's name as it is compared. */
export const groupKeyOf = (name: string): string => name.normalize('NFKC').toLowerCase();

/** What the API shows of a group, to whom. */
export function toGroup(row: CountedGroup, caller: Caller): Group {
  const permissions = row.permissions.filter(isGrantable);
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    permissions,
    members: row.members,
    grantable: permissions.every((permission) => caller.permissions.has(permission)),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

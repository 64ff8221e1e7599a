import { type GrantablePermission, type Role, roleRank } from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Caller } from '../../../platform/http/caller.js';

/** Whether a role is of a rank below the caller's. */
export const isBelow = (caller: Pick<Caller, 'role'>, rank: Role): boolean =>
  caller.role !== null && roleRank(rank) < roleRank(caller.role);

/** Nobody acts on an equal or a superior (C17). @throws AppError `forbidden` */
export function assertBelow(caller: Caller, rank: Role): void {
  if (!isBelow(caller, rank))
    throw new AppError('forbidden', { detail: 'The role must be below your own.' });
}

/** Nobody grants a permission that they do not hold (attack 25). @throws AppError `forbidden` */
export function assertHolds(caller: Caller, permissions: Iterable<GrantablePermission>): void {
  const missing = [...permissions].filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0)
    throw new AppError('forbidden', { detail: `You do not hold: ${missing.join(', ')}.` });
}

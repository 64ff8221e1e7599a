import {
  type GrantablePermission,
  isGrantable,
  type Role,
  roleRank,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Caller } from '../../../platform/http/caller.js';

/** Whether a role is of a rank below the caller's. */
export const isBelow = (caller: Pick<Caller, 'role'>, rank: Role): boolean =>
  caller.role !== null && roleRank(rank) < roleRank(caller.role);

/** Nobody acts on an equal or a superior (C17). @throws AppError `forbidden` */
export function assertBelow(caller: Pick<Caller, 'role'>, rank: Role): void {
  if (!isBelow(caller, rank))
    throw new AppError('forbidden', { detail: 'The role must be below your own.' });
}

/** Nobody grants a permission that they do not hold (attack 25). @throws AppError `forbidden` */
export function assertHolds(
  caller: Pick<Caller, 'permissions'>,
  permissions: Iterable<GrantablePermission>,
): void {
  const missing = [...permissions].filter((permission) => !caller.permissions.has(permission));
  if (missing.length > 0)
    throw new AppError('forbidden', { detail: `You do not hold: ${missing.join(', ')}.` });
}

/** What a role or a group grants after a change, and what of it is new or gone. */
export interface Regrant {
  readonly permissions: GrantablePermission[];
  readonly granted: GrantablePermission[];
  readonly withdrawn: string[];
}

/**
 * Changes what is granted: whoever does it must hold what is new, and may keep the rest as it is.
 * @param wish undefined where nothing of it changes.
 * @throws AppError `forbidden`
 */
export function regrant(
  caller: Caller,
  before: readonly string[],
  wish: readonly GrantablePermission[] | undefined,
): Regrant {
  const permissions = [...(wish ?? before.filter(isGrantable))];
  const granted = permissions.filter((one) => !before.includes(one));
  const withdrawn = before.filter((one) => !permissions.some((permission) => permission === one));
  assertHolds(caller, granted);
  return { permissions, granted, withdrawn };
}

import { AppError } from '../../../kernel/error.js';
import type { Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { assertBelow } from './grants.js';
import type { RolesRepository } from './roles.repository.js';
import type { CustomRoleRow } from './roles.table.js';

/**
 * A custom role of the caller's organization that the caller may change: of a rank below theirs.
 * @throws AppError `not_found`, `forbidden`
 */
export async function getRoleBelow(
  tx: Transaction,
  repository: RolesRepository,
  caller: Caller,
  id: string,
): Promise<CustomRoleRow> {
  const row = await repository.find(tx, organizationOf(caller), id);
  if (!row) throw new AppError('not_found');
  assertBelow(caller, row.rank);
  return row;
}

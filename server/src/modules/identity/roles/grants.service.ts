import { Injectable } from '@nestjs/common';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import {
  type Entitlement,
  isBuiltIn,
  isGrantable,
  rolePermissions,
  type Role,
  roles,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { assertBelow, assertHolds } from './grants.js';
import { roleNameKey } from './role-definition.js';
import { RolesRepository } from './roles.repository.js';
import type { CustomRoleRow } from './roles.table.js';

/** A role as somebody gets it. */
export interface Grant extends Pick<Entitlement, 'customRole' | 'customPermissions'> {
  readonly role: Role;
  readonly customRoleId: string | null;
  /** What people call it. */
  readonly title: string;
}

/** Decides who may give which role. */
@Injectable()
export class GrantsService {
  constructor(private readonly repository: RolesRepository) {}

  /**
   * A role that the caller may give: of a rank below the caller's, with no permission that the
   * caller does not hold (attack 25).
   * @throws AppError `not_found`, `forbidden`
   */
  async get(tx: Transaction, caller: Caller, key: RoleKey): Promise<Grant> {
    const grant = isBuiltIn(key) ? builtIn(key) : await this.find(tx, caller, key);
    assertMayGive(caller, grant);
    return grant;
  }

  /** Every role of an organization by the key of its name, whoever may give it. */
  async listByName(tx: Queryable, organizationId: string): Promise<ReadonlyMap<string, Grant>> {
    const rows = await this.repository.list(tx, organizationId);
    const grants = [...roles.map(builtIn), ...rows.map(custom)];
    return new Map(grants.map((grant) => [roleNameKey(grant.title), grant]));
  }

  private async find(tx: Transaction, caller: Caller, key: string): Promise<Grant> {
    const row = await this.repository.hold(tx, organizationOf(caller), key);
    if (!row) throw new AppError('not_found', { detail: 'There is no such role.' });
    return custom(row);
  }
}

/** Of a rank below the caller's, with no permission that they do not hold. @throws AppError `forbidden` */
export function assertMayGive(caller: Pick<Caller, 'role' | 'permissions'>, grant: Grant): void {
  assertBelow(caller, grant.role);
  const permissions = grant.customPermissions ?? rolePermissions[grant.role];
  assertHolds(caller, permissions.filter(isGrantable));
}

/** A custom role as somebody gets it. */
const custom = ({ id, name, rank, permissions }: CustomRoleRow): Grant => ({
  role: rank,
  customRoleId: id,
  customRole: { id, name },
  customPermissions: permissions,
  title: name,
});

const builtIn = (role: Role): Grant => ({
  role,
  customRoleId: null,
  customRole: null,
  customPermissions: null,
  title: role,
});

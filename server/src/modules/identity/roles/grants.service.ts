import { Injectable } from '@nestjs/common';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import {
  type Entitlement,
  isBuiltIn,
  isGrantable,
  rolePermissions,
  type Role,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Queryable } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { assertBelow, assertHolds } from './grants.js';
import { RolesRepository } from './roles.repository.js';

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
  constructor(private readonly roles: RolesRepository) {}

  /**
   * A role that the caller may give: of a rank below the caller's, with no permission that the
   * caller does not hold (attack 25).
   * @throws AppError `not_found`, `forbidden`
   */
  async get(tx: Queryable, caller: Caller, key: RoleKey): Promise<Grant> {
    const grant = isBuiltIn(key) ? builtIn(key) : await this.find(tx, caller, key);
    assertBelow(caller, grant.role);
    assertHolds(
      caller,
      (grant.customPermissions ?? rolePermissions[grant.role]).filter(isGrantable),
    );
    return grant;
  }

  private async find(tx: Queryable, caller: Caller, key: string): Promise<Grant> {
    const row = await this.roles.find(tx, organizationOf(caller), key);
    if (!row) throw new AppError('not_found', { detail: 'There is no such role.' });
    const { id, name, rank: role, permissions: customPermissions } = row;
    return { role, customRoleId: id, customRole: { id, name }, customPermissions, title: name };
  }
}

const builtIn = (role: Role): Grant => ({
  role,
  customRoleId: null,
  customRole: null,
  customPermissions: null,
  title: role,
});

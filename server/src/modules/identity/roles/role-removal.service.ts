import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { RoleKey } from '@gatehouse/contracts/identity/roles';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { assertHolds } from './grants.js';
import { GrantsService } from './grants.service.js';
import { getRoleBelow } from './role-below.js';
import { isInUse, RolesRepository } from './roles.repository.js';
import type { CustomRoleRow } from './roles.table.js';

/** Deletes custom roles. */
@Injectable()
export class RoleRemovalService {
  constructor(
    private readonly repository: RolesRepository,
    private readonly grants: GrantsService,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /**
   * Whoever has the role, or is invited to it, gets the replacement in the same transaction: one that
   * the caller may give, as if they gave it to each person.
   * @throws AppError `not_found`, `forbidden`; `role_in_use` without a replacement
   */
  async remove(caller: Caller, id: string, replacement?: RoleKey): Promise<void> {
    const organizationId = organizationOf(caller);
    try {
      await this.database.transaction(async (tx) => {
        await this.authority.lock(tx, caller);
        const role = await getRoleBelow(tx, this.repository, caller, id);
        const title =
          replacement === undefined ? null : await this.replace(tx, caller, role, replacement);
        await this.repository.remove(tx, organizationId, id);
        const deleted = { roleId: id, organizationId, name: role.name, replacement: title };
        await this.events.add(tx, events.customRoleDeleted, deleted, { organizationId });
      });
    } catch (error) {
      if (isInUse(error)) throw new AppError('role_in_use', { cause: error });
      throw error;
    }
  }

  private async replace(
    tx: Transaction,
    caller: Caller,
    { id, name, organizationId }: CustomRoleRow,
    replacement: RoleKey,
  ): Promise<string> {
    assertHolds(caller, ['role:assign']);
    const grant = await this.grants.get(tx, caller, replacement);
    const people = await this.repository.replace(tx, organizationId, id, grant);
    const changes = people.map((userId) =>
      this.events.rowOf(
        events.roleChanged,
        { userId, from: name, to: grant.title },
        { organizationId },
      ),
    );
    await this.events.addAll(tx, changes);
    return grant.title;
  }
}

import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { RoleDefinition, roleRoutes } from '@gatehouse/contracts/identity/roles';
import { roles } from '@gatehouse/contracts/permissions';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import type { Page } from '../../../kernel/page.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { ApplicationPermissionsRepository } from '../application-permissions/application-permissions.repository.js';
import { AuthorityService } from '../organizations/authority.service.js';
import { isTaken } from '../users/users.repository.js';
import { assertBelow, assertHolds, regrant } from './grants.js';
import { getRoleBelow } from './role-below.js';
import { builtInDefinition, roleNameKey, toDefinition } from './role-definition.js';
import { RolesRepository } from './roles.repository.js';
import type { CustomRoleRow } from './roles.table.js';

type NewRole = RouteBody<typeof roleRoutes.create>;
type RoleChange = RouteBody<typeof roleRoutes.update>;

const mostRoles = 100;

/** Roles that an organization makes of the permission catalogue. */
@Injectable()
export class RolesService {
  constructor(
    private readonly repository: RolesRepository,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
    private readonly catalogue: ApplicationPermissionsRepository,
  ) {}

  /** The role by permission matrix: built-in roles, then custom ones by name. */
  async list(caller: Caller): Promise<Page<RoleDefinition>> {
    const { connection } = this.database;
    const organizationId = organizationOf(caller);
    const people = await this.repository.countMembers(connection, organizationId);
    const custom = await this.repository.list(connection, organizationId);
    const ofApplications = await this.catalogue.names(connection);
    const data = [
      ...roles.map((role) => builtInDefinition(role, caller, ofApplications)),
      ...custom.map((row) => toDefinition(row, caller)),
    ].map((definition) => ({ ...definition, members: people.get(definition.id) ?? 0 }));
    return { data, page: { nextCursor: null, hasMore: false } };
  }

  /** @throws AppError `forbidden`, `role_name_taken`, `conflict` past 100 roles */
  async create(caller: Caller, wish: NewRole): Promise<RoleDefinition> {
    assertBelow(caller, wish.rank);
    assertHolds(caller, wish.permissions);
    const organizationId = organizationOf(caller);
    const now = this.clock.now();
    const row: CustomRoleRow = {
      id: newId(),
      organizationId,
      ...wish,
      nameKey: roleNameKey(wish.name),
      createdAt: now,
      updatedAt: now,
    };
    return this.change(caller, async (tx) => {
      if ((await this.repository.list(tx, organizationId)).length >= mostRoles)
        throw new AppError('conflict', { detail: `There are ${mostRoles} roles already.` });
      await this.catalogue.assertDefined(tx, row.permissions);
      await this.repository.insert(tx, row);
      const { id: roleId, name, permissions } = row;
      const created = { roleId, organizationId, name, permissions };
      await this.events.add(tx, events.customRoleCreated, created, { organizationId });
      return toDefinition(row, caller);
    });
  }

  /**
   * Takes effect at the next request of everybody who has the role, on every instance.
   * @throws AppError `not_found`, `forbidden`, `role_name_taken`, `precondition_failed`
   */
  async update(
    caller: Caller,
    id: string,
    change: RoleChange,
    unchangedSince?: Date,
  ): Promise<RoleDefinition> {
    const organizationId = organizationOf(caller);
    return this.change(caller, async (tx) => {
      const before = await getRoleBelow(tx, this.repository, caller, id);
      const { name = before.name, description = before.description } = change;
      const { permissions, granted, withdrawn } = regrant(
        caller,
        before.permissions,
        change.permissions,
      );
      await this.catalogue.assertDefined(tx, permissions);
      const updatedAt = this.clock.now();
      const changed = { name, nameKey: roleNameKey(name), description, permissions, updatedAt };
      const row = await this.repository.update(tx, organizationId, id, changed, unchangedSince);
      if (!row) throw new AppError('precondition_failed');
      await this.repository.invalidateSessions(tx, organizationId, id);
      const updated = { roleId: id, organizationId, name, granted, withdrawn };
      await this.events.add(tx, events.customRoleUpdated, updated, { organizationId });
      const people = await this.repository.countMembers(tx, organizationId);
      return { ...toDefinition(row, caller), members: people.get(id) ?? 0 };
    });
  }

  private async change<T>(caller: Caller, deed: (tx: Transaction) => Promise<T>): Promise<T> {
    try {
      return await this.database.transaction(async (tx) => {
        await this.authority.lock(tx, caller);
        return deed(tx);
      });
    } catch (error) {
      if (isTaken(error)) throw new AppError('role_name_taken', { cause: error });
      throw error;
    }
  }
}

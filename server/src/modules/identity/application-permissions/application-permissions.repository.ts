import { Injectable } from '@nestjs/common';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import {
  type ApplicationPermission,
  isApplicationPermission,
} from '@gatehouse/contracts/permissions';
import { AppError } from '../../../kernel/error.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import {
  type ApplicationPermissionRow,
  applicationPermissions,
} from './application-permissions.table.js';

/** Permissions of the installation's applications. */
@Injectable()
export class ApplicationPermissionsRepository {
  /** By name. */
  async list(tx: Queryable): Promise<ApplicationPermissionRow[]> {
    return tx.select().from(applicationPermissions).orderBy(asc(applicationPermissions.name));
  }

  async names(tx: Queryable): Promise<ApplicationPermission[]> {
    return (await this.list(tx)).map(({ name }) => name);
  }

  /** Makes one definition or removal happen after the other. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(
      sql`SELECT pg_advisory_xact_lock(hashtext('gatehouse:application-permissions'))`,
    );
  }

  /** Null where the name is defined already. */
  async reserve(
    tx: Transaction,
    row: ApplicationPermissionRow,
  ): Promise<ApplicationPermissionRow | null> {
    return reserve(tx, applicationPermissions, row);
  }

  async describe(
    tx: Transaction,
    name: ApplicationPermission,
    description: string,
  ): Promise<ApplicationPermissionRow | null> {
    const [row] = await tx
      .update(applicationPermissions)
      .set({ description })
      .where(eq(applicationPermissions.name, name))
      .returning();
    return row ?? null;
  }

  /**
   * Those of some names that are of applications stay defined until the transaction ends, so that none
   * is granted while it is removed. @throws AppError `conflict` where one is not defined
   */
  async assertDefined(tx: Transaction, names: readonly string[]): Promise<void> {
    const asked = names.filter(isApplicationPermission);
    if (asked.length === 0) return;
    const found = await tx
      .select({ name: applicationPermissions.name })
      .from(applicationPermissions)
      .where(inArray(applicationPermissions.name, asked))
      .for('key share');
    const missing = asked.filter((name) => !found.some((row) => row.name === name));
    if (missing.length > 0)
      throw new AppError('conflict', { detail: `Not defined any more: ${missing.join(', ')}.` });
  }

  /** Takes one away, from all roles, groups and API keys too. False where it is not defined. */
  async remove(tx: Transaction, name: ApplicationPermission): Promise<boolean> {
    const removed = await tx
      .delete(applicationPermissions)
      .where(eq(applicationPermissions.name, name))
      .returning();
    if (removed.length === 0) return false;
    await tx.execute(sql`
      WITH withdrawn AS (
        UPDATE identity.custom_roles SET permissions = array_remove(permissions, ${name})
        WHERE ${name} = ANY (permissions) RETURNING id)
      UPDATE identity.sessions s SET version = s.version + 1
      FROM identity.memberships m JOIN withdrawn ON withdrawn.id = m.custom_role_id
      WHERE s.user_id = m.user_id AND s.organization_id = m.organization_id AND s.ended_at IS NULL`);
    await tx.execute(sql`
      UPDATE identity.groups SET permissions = array_remove(permissions, ${name})
      WHERE ${name} = ANY (permissions)`);
    await tx.execute(sql`
      UPDATE identity.api_keys SET scopes = array_remove(scopes, ${name})
      WHERE ${name} = ANY (scopes) AND revoked_at IS NULL`);
    return true;
  }
}

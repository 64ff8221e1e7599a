import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { ApplicationPermissionEntry } from '@gatehouse/contracts/identity/application-permissions/application-permissions';
import type { ApplicationPermission } from '@gatehouse/contracts/permissions';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import type { Page } from '../../../kernel/page.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { ApplicationPermissionsRepository } from './application-permissions.repository.js';
import type { ApplicationPermissionRow } from './application-permissions.table.js';

const mostPermissions = 200;

/** Permissions that the applications behind the gate ask about, defined for the whole installation. */
@Injectable()
export class ApplicationPermissionsService {
  constructor(
    private readonly repository: ApplicationPermissionsRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** By name. */
  async list(): Promise<Page<ApplicationPermissionEntry>> {
    const rows = await this.repository.list(this.database.connection);
    return { data: rows.map(toEntry), page: { nextCursor: null, hasMore: false } };
  }

  /** From the next request on, every BOSS holds it. @throws AppError `conflict` past 200 */
  async define(
    name: ApplicationPermission,
    description: string,
  ): Promise<ApplicationPermissionEntry> {
    return this.database.transaction(async (tx) => {
      await this.repository.lock(tx);
      const createdAt = this.clock.now();
      const row =
        (await this.repository.describe(tx, name, description)) ??
        (await this.repository.reserve(tx, { name, description, createdAt }));
      if (!row) throw new AppError('conflict');
      if ((await this.repository.names(tx)).length > mostPermissions)
        throw new AppError('conflict', { detail: `There are ${mostPermissions} already.` });
      await this.events.add(tx, events.applicationPermissionDefined, { name, description });
      return toEntry(row);
    });
  }

  /** From the next request on, nobody holds it. @throws AppError `not_found` */
  async remove(name: ApplicationPermission): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.repository.lock(tx);
      if (!(await this.repository.remove(tx, name))) throw new AppError('not_found');
      await this.events.add(tx, events.applicationPermissionRemoved, { name });
    });
  }
}

const toEntry = ({ createdAt, ...row }: ApplicationPermissionRow): ApplicationPermissionEntry => ({
  ...row,
  createdAt: createdAt.toISOString(),
});

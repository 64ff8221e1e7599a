import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { Organization, organizationRoutes } from '@gatehouse/contracts/identity/organizations';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { AuthorityService } from './authority.service.js';
import { FoundingService } from './founding.service.js';
import { OrganizationsRepository, type OwnOrganization } from './organizations.repository.js';

/** The organizations of a person, and the one that the session acts in. */
@Injectable()
export class OrganizationsService {
  constructor(
    private readonly repository: OrganizationsRepository,
    private readonly founding: FoundingService,
    private readonly authority: AuthorityService,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  /** Those that the caller belongs to. */
  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<Organization>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.listOwn(connection, caller.userId, limit, before);
    return toPage(
      rows,
      limit,
      (row) => row.id,
      (row) => toOrganization(row, caller),
    );
  }

  /** Makes an organization whose first BOSS the caller is. */
  async create(caller: Caller, name: string): Promise<Organization> {
    const { userId } = caller;
    return this.database.transaction(async (tx) => {
      const organizationId = await this.founding.by(tx, name, userId);
      return toOrganization(await this.getOwn(tx, caller, organizationId), caller);
    });
  }

  /** @throws AppError `forbidden` without an organization. */
  async getCurrent(caller: Caller): Promise<Organization> {
    const { connection } = this.database;
    return toOrganization(await this.getOwn(connection, caller, organizationOf(caller)), caller);
  }

  /** @throws AppError `precondition_failed`, `forbidden` */
  async update(
    caller: Caller,
    { name, locale }: RouteBody<typeof organizationRoutes.update>,
    unchangedSince?: Date,
  ): Promise<Organization> {
    const organizationId = organizationOf(caller);
    const wish = {
      ...(name === undefined ? {} : { name }),
      ...(locale === undefined ? {} : { locale }),
    };
    const change = { ...wish, updatedAt: this.clock.now() };
    return this.database.transaction(async (tx) => {
      await this.authority.lock(tx, caller);
      if (!(await this.repository.update(tx, organizationId, change, unchangedSince)))
        throw new AppError('precondition_failed');
      const updated = { organizationId, fields: Object.keys(wish) };
      await this.events.add(tx, events.organizationUpdated, updated, { organizationId });
      return toOrganization(await this.getOwn(tx, caller, organizationId), caller);
    });
  }

  private async getOwn(
    tx: Queryable,
    { userId }: Caller,
    organizationId: string,
  ): Promise<OwnOrganization> {
    const found = await this.repository.findOwn(tx, userId, organizationId);
    if (!found) throw new AppError('not_found');
    return found;
  }
}

const toOrganization = (row: OwnOrganization, { organizationId }: Caller): Organization => ({
  id: row.id,
  name: row.name,
  locale: row.locale,
  role: row.role,
  customRole: row.customRole,
  current: row.id === organizationId,
  createdAt: row.createdAt.toISOString(),
  updatedAt: row.updatedAt.toISOString(),
});

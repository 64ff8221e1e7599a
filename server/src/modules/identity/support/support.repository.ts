import { Injectable } from '@nestjs/common';
import { and, desc, eq, ilike, lt, sql, type SQL } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { containing } from '../../../platform/database/primitives.js';
import { memberships, organizations } from '../organizations/organizations.table.js';
import { users } from '../users/users.table.js';

/** An organization, with how many people belong to it. */
export interface SupportedRow {
  readonly id: string;
  readonly name: string;
  readonly members: number;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
  readonly erasedAt: Date | null;
}

const columns = {
  id: organizations.id,
  name: organizations.name,
  createdAt: organizations.createdAt,
  closedAt: organizations.closedAt,
  erasedAt: organizations.erasedAt,
  members: sql<number>`(SELECT count(*)::int FROM ${memberships} m JOIN ${users} u ON u.id = m.user_id
    WHERE m.organization_id = organizations.id AND u.deleted_at IS NULL)`,
};

/** Every organization, for whoever looks after the installation. */
@Injectable()
export class SupportRepository {
  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    search: string | undefined,
    limit: number,
    beforeId?: string,
  ): Promise<SupportedRow[]> {
    return tx
      .select(columns)
      .from(organizations)
      .where(
        and(
          search === undefined ? undefined : isCalled(search),
          beforeId === undefined ? undefined : lt(organizations.id, beforeId),
        ),
      )
      .orderBy(desc(organizations.id))
      .limit(limit + 1);
  }

  async find(tx: Queryable, id: string): Promise<SupportedRow | null> {
    const [row] = await tx.select(columns).from(organizations).where(eq(organizations.id, id));
    return row ?? null;
  }
}

const isCalled = (search: string): SQL => ilike(organizations.name, containing(search));

import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, isNull, lt } from 'drizzle-orm';
import type { Role } from '@gatehouse/contracts/permissions';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, unchanged } from '../../../platform/database/primitives.js';
import { users } from '../users/users.table.js';
import { members, organizations } from './organizations.table.js';

export type OrganizationRow = typeof organizations.$inferSelect;

type NewOrganization = typeof organizations.$inferInsert;

type CustomRole = { readonly id: string; readonly name: string };

/** An organization, and what somebody is in it. */
export interface OwnOrganization extends Pick<
  OrganizationRow,
  'id' | 'name' | 'locale' | 'createdAt' | 'updatedAt'
> {
  readonly role: Role;
  readonly customRole: CustomRole | null;
}

const own = {
  id: organizations.id,
  name: organizations.name,
  locale: organizations.locale,
  createdAt: organizations.createdAt,
  updatedAt: organizations.updatedAt,
  role: members.role,
  customRole: members.customRole,
};

@Injectable()
export class OrganizationsRepository {
  async insert(tx: Transaction, organization: NewOrganization): Promise<void> {
    await tx.insert(organizations).values(organization);
  }

  /** Organizations that somebody founded and that are not erased; makes their next one wait for this transaction. */
  async countFounded(tx: Transaction, userId: string): Promise<number> {
    await tx.select({ id: users.id }).from(users).where(eq(users.id, userId)).for('update');
    const kept = and(eq(organizations.foundedBy, userId), isNull(organizations.erasedAt));
    return tx.$count(organizations, kept);
  }

  async findName(tx: Queryable, organizationId: string): Promise<string | null> {
    const [row] = await tx
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    return row?.name ?? null;
  }

  /** An organization that the person belongs to, or null. */
  async findOwn(
    tx: Queryable,
    userId: string,
    organizationId: string,
  ): Promise<OwnOrganization | null> {
    const [row] = await tx
      .select(own)
      .from(members)
      .innerJoin(organizations, eq(organizations.id, members.organizationId))
      .where(and(eq(members.userId, userId), eq(members.organizationId, organizationId)));
    return row ?? null;
  }

  /** Organizations that a person belongs to, latest first, one more than `limit`. */
  async listOwn(
    tx: Queryable,
    userId: string,
    limit: number,
    beforeId?: string,
  ): Promise<OwnOrganization[]> {
    const before = beforeId === undefined ? undefined : lt(organizations.id, beforeId);
    return tx
      .select(own)
      .from(members)
      .innerJoin(organizations, eq(organizations.id, members.organizationId))
      .where(and(eq(members.userId, userId), before))
      .orderBy(desc(organizations.id))
      .limit(limit + 1);
  }

  /** Changes an organization; null when somebody else changed it since `unchangedSince`. */
  async update(
    tx: Transaction,
    organizationId: string,
    change: Partial<OrganizationRow>,
    unchangedSince?: Date,
  ): Promise<OrganizationRow | null> {
    const [row] = await tx
      .update(organizations)
      .set(change)
      .where(
        and(
          eq(organizations.id, organizationId),
          unchanged(organizations.updatedAt, unchangedSince),
        ),
      )
      .returning();
    return row ?? null;
  }

  /** The row after closing; null where it was closed already. */
  async close(
    tx: Transaction,
    organizationId: string,
    closedAt: Date,
  ): Promise<OrganizationRow | null> {
    const open = and(eq(organizations.id, organizationId), isNull(organizations.closedAt));
    return consumeOne(tx, organizations, open, { closedAt });
  }

  /** @returns whether it was closed after a moment. */
  async reopen(tx: Transaction, organizationId: string, since: Date): Promise<boolean> {
    const closed = and(eq(organizations.id, organizationId), gt(organizations.closedAt, since));
    return (
      (await consumeOne(tx, organizations, closed, { closedAt: null, erasureToldAt: null })) !==
      null
    );
  }

  /**
   * Holds the organization until the transaction ends: changes of who may do what in it come one
   * after the other, each seeing what the last one left (attack 7). What only refers to it, such as a
   * session that begins, does not wait: it may hold what this transaction waits for.
   */
  async lock(tx: Transaction, organizationId: string): Promise<void> {
    await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for('no key update');
  }
}

import { Injectable } from '@nestjs/common';
import { and, eq, isNotNull, isNull, lte, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { consumeOne } from '../../../../platform/database/primitives.js';
import { organizations } from '../organizations.table.js';

/** Whom a mail goes to. */
interface Owner {
  readonly [column: string]: unknown;
  readonly id: string;
  readonly email: string;
  readonly firstName: string;
}

const isKept = isNull(organizations.erasedAt);

/** Organizations that were closed, on their way to their erasure. */
@Injectable()
export class ClosedOrganizationsRepository {
  /** Closed up to a moment, whose owners were not told yet that they are erased. */
  async listToTell(tx: Queryable, closedUpTo: Date): Promise<string[]> {
    const due = and(lte(organizations.closedAt, closedUpTo), isNull(organizations.erasureToldAt));
    return idsOf(
      await tx.select({ id: organizations.id }).from(organizations).where(and(due, isKept)),
    );
  }

  /** Notes that the owners are told; null for all callers but one, and where it was opened again. */
  async beginTelling(tx: Transaction, id: string, closedUpTo: Date, now: Date) {
    const due = and(lte(organizations.closedAt, closedUpTo), isNull(organizations.erasureToldAt));
    const one = and(eq(organizations.id, id), due, isKept);
    return consumeOne(tx, organizations, one, { erasureToldAt: now });
  }

  /** Closed up to a moment, and not erased yet. */
  async listDue(tx: Queryable, closedUpTo: Date): Promise<string[]> {
    const due = and(lte(organizations.closedAt, closedUpTo), isKept);
    return idsOf(await tx.select({ id: organizations.id }).from(organizations).where(due));
  }

  /** Takes one that is due; false for all callers but one. Of the row stays when it was there. */
  async beginErasure(tx: Transaction, id: string, closedUpTo: Date, now: Date): Promise<boolean> {
    const due = and(eq(organizations.id, id), lte(organizations.closedAt, closedUpTo), isKept);
    const erased = {
      name: 'Erased organization',
      policies: {},
      locale: null,
      updatedAt: now,
      erasedAt: now,
    };
    return (await consumeOne(tx, organizations, due, erased)) !== null;
  }

  /** Erased ones of which events may still tell. */
  async listUnswept(tx: Queryable): Promise<string[]> {
    const unswept = and(isNotNull(organizations.erasedAt), isNull(organizations.sweptAt));
    return idsOf(await tx.select({ id: organizations.id }).from(organizations).where(unswept));
  }

  async finish(tx: Transaction, id: string, now: Date): Promise<void> {
    await tx.update(organizations).set({ sweptAt: now }).where(eq(organizations.id, id));
  }

  /** Whoever owned it and can be reached by mail. */
  async listOwners(tx: Queryable, id: string): Promise<Owner[]> {
    const { rows } = await tx.execute<Owner>(sql`
      SELECT u.id, u.email, u.first_name AS "firstName" FROM identity.memberships m
        JOIN identity.users u ON u.id = m.user_id
       WHERE m.organization_id = ${id} AND m.role = 'BOSS' AND u.deleted_at IS NULL
         AND u.is_active AND u.email_verified_at IS NOT NULL AND NOT u.is_service_account
       ORDER BY u.id`);
    return rows;
  }
}

const idsOf = (rows: readonly { id: string }[]): string[] => rows.map(({ id }) => id);

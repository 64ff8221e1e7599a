import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { organizations } from './organizations.table.js';

export type OrganizationRow = typeof organizations.$inferSelect;

@Injectable()
export class OrganizationsRepository {
  async insert(tx: Transaction, organization: OrganizationRow): Promise<void> {
    await tx.insert(organizations).values(organization);
  }

  async findName(tx: Queryable, organizationId: string): Promise<string | null> {
    const [row] = await tx
      .select({ name: organizations.name })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    return row?.name ?? null;
  }

  /**
   * Holds the organization until the transaction ends: changes of who may do what in it come one
   * after the other, each seeing what the last one left (attack 7).
   */
  async lock(tx: Transaction, organizationId: string): Promise<void> {
    await tx
      .select({ id: organizations.id })
      .from(organizations)
      .where(eq(organizations.id, organizationId))
      .for('update');
  }
}

import { Injectable } from '@nestjs/common';
import { eq } from 'drizzle-orm';
import { organizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { OrganizationPolicies } from '@gatehouse/contracts/identity/policies';
import type { Queryable } from '../../../platform/database/database.js';
import { organizations } from '../organizations/organizations.table.js';

/** The policies of an organization, and when it was last changed. */
export interface KnownPolicies {
  readonly policies: OrganizationPolicies;
  readonly updatedAt: Date;
}

@Injectable()
export class PoliciesRepository {
  /** What was never set has its default. */
  async get(tx: Queryable, organizationId: string): Promise<KnownPolicies> {
    const [row] = await tx
      .select({ policies: organizations.policies, updatedAt: organizations.updatedAt })
      .from(organizations)
      .where(eq(organizations.id, organizationId));
    if (!row) throw new Error('an organization is never deleted');
    return { policies: organizationPolicies.parse(row.policies), updatedAt: row.updatedAt };
  }
}

import { Injectable } from '@nestjs/common';
import { and, eq, sql } from 'drizzle-orm';
import type {
  AttributeDefinition,
  AttributeValues,
} from '@gatehouse/contracts/identity/profiles/attributes';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { attributeDefinitions, memberAttributes } from './attributes.table.js';

type Definitions = Omit<typeof attributeDefinitions.$inferSelect, 'organizationId'>;
type MemberData = Omit<typeof memberAttributes.$inferSelect, 'organizationId' | 'userId'>;

/** A member and what is known of them. */
export interface KnownMember {
  readonly organizationId: string;
  readonly userId: string;
  readonly attributes: AttributeValues;
}

const none: Definitions = { definitions: [], updatedAt: new Date(0) };

@Injectable()
export class AttributesRepository {
  /** What an organization wants to know of its people; nothing where it never said. */
  async getDefinitions(tx: Queryable, organizationId: string): Promise<Definitions> {
    const { definitions, updatedAt } = attributeDefinitions;
    const [row] = await tx
      .select({ definitions, updatedAt })
      .from(attributeDefinitions)
      .where(eq(attributeDefinitions.organizationId, organizationId));
    return row ?? none;
  }

  async replaceDefinitions(
    tx: Transaction,
    organizationId: string,
    set: { readonly definitions: AttributeDefinition[]; readonly updatedAt: Date },
  ): Promise<void> {
    const target = attributeDefinitions.organizationId;
    await tx
      .insert(attributeDefinitions)
      .values({ organizationId, ...set })
      .onConflictDoUpdate({ target, set });
  }

  /** Forgets the values of attributes that are defined no longer. */
  async forget(tx: Transaction, organizationId: string, keys: readonly string[]): Promise<void> {
    const named = sql`ARRAY[${sql.join(
      keys.map((key) => sql`${key}`),
      sql`, `,
    )}]::text[]`;
    await tx
      .update(memberAttributes)
      .set({ attributes: sql`${memberAttributes.attributes} - ${named}` })
      .where(
        and(
          eq(memberAttributes.organizationId, organizationId),
          sql`${memberAttributes.attributes} ?| ${named}`,
        ),
      );
  }

  /** What is kept of a member; empty where nothing is. */
  async find(tx: Queryable, organizationId: string, userId: string): Promise<MemberData> {
    const { attributes, metadata } = memberAttributes;
    const [row] = await tx
      .select({ attributes, metadata })
      .from(memberAttributes)
      .where(
        and(
          eq(memberAttributes.organizationId, organizationId),
          eq(memberAttributes.userId, userId),
        ),
      );
    return row ?? { attributes: {}, metadata: {} };
  }

  /** Keeps something of a member, in the place of what was kept. */
  async put(
    tx: Transaction,
    organizationId: string,
    userId: string,
    set: Partial<MemberData>,
  ): Promise<void> {
    const target = [memberAttributes.organizationId, memberAttributes.userId];
    await tx
      .insert(memberAttributes)
      .values({ organizationId, userId, ...set })
      .onConflictDoUpdate({ target, set });
  }

  /** Of new members of whom something is known. */
  async insertAll(tx: Transaction, known: readonly KnownMember[]): Promise<void> {
    if (known.length > 0) await tx.insert(memberAttributes).values([...known]);
  }
}

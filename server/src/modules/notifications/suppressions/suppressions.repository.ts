import { Injectable } from '@nestjs/common';
import type { Channel } from '@gatehouse/contracts/notifications/categories';
import { and, desc, eq, isNotNull, lt, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne } from '../../../platform/database/primitives.js';
import { type AddressRow, addresses, unsuppressed } from '../carriage/carriage.table.js';
import type { DeliveryScope } from '../deliveries/deliveries.repository.js';
import { deliveries } from '../deliveries/deliveries.table.js';

/** An address that nothing is sent to, and whom the last notification there was for. */
export interface SuppressedAddress extends AddressRow {
  readonly userId: string | null;
}

export interface SuppressionFilter {
  readonly channel?: Channel | undefined;
  readonly beforeId?: string | undefined;
}

const sentThere = sql`${deliveries.addressKey} = ${addresses.addressKey}
  AND ${deliveries.channel} = ${addresses.channel}`;

/** An organization's are those it sent to; the staff's also those that no organization sent to. */
const within = ({ organizationId, isStaff }: DeliveryScope): SQL | undefined => {
  const nobodys = sql`NOT EXISTS (SELECT FROM ${deliveries}
    WHERE ${sentThere} AND ${deliveries.organizationId} IS NOT NULL)`;
  return or(
    sql`EXISTS (SELECT FROM ${deliveries}
      WHERE ${sentThere} AND ${deliveries.organizationId} = ${organizationId})`,
    isStaff ? nobodys : undefined,
  );
};

const reader = ({ organizationId, isStaff }: DeliveryScope): SQL<string | null> => {
  const own = sql`${deliveries.organizationId} = ${organizationId}`;
  const seen = isStaff ? sql`(${own} OR ${deliveries.organizationId} IS NULL)` : own;
  return sql<string | null>`(SELECT ${deliveries.userId} FROM ${deliveries}
    WHERE ${sentThere} AND ${seen} ORDER BY ${deliveries.id} DESC LIMIT 1)`;
};

@Injectable()
export class SuppressionsRepository {
  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    scope: DeliveryScope,
    { channel, beforeId }: SuppressionFilter,
    limit: number,
  ): Promise<SuppressedAddress[]> {
    const rows = await tx
      .select({ row: addresses, userId: reader(scope) })
      .from(addresses)
      .where(
        and(
          isNotNull(addresses.suppressionId),
          within(scope),
          channel && eq(addresses.channel, channel),
          beforeId === undefined ? undefined : lt(addresses.suppressionId, beforeId),
        ),
      )
      .orderBy(desc(addresses.suppressionId))
      .limit(limit + 1);
    return rows.map(({ row, userId }) => ({ ...row, userId }));
  }

  /** Null when the caller may see no such suppression, or it was lifted. */
  async find(tx: Queryable, scope: DeliveryScope, id: string): Promise<SuppressedAddress | null> {
    const [found] = await tx
      .select({ row: addresses, userId: reader(scope) })
      .from(addresses)
      .where(and(eq(addresses.suppressionId, id), within(scope)));
    return found ? { ...found.row, userId: found.userId } : null;
  }

  /** Of callers at once one lifts it. @returns whether that was this one. */
  async lift(tx: Transaction, id: string): Promise<boolean> {
    const its = eq(addresses.suppressionId, id);
    const lifted = await consumeOne(tx, addresses, its, unsuppressed);
    return lifted !== null;
  }
}

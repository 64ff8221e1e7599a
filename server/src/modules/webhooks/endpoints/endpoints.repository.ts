import { Injectable } from '@nestjs/common';
import { and, desc, eq, lt, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, unchanged } from '../../../platform/database/primitives.js';
import { deliveries } from '../deliveries/deliveries.table.js';
import { type EndpointRow, endpoints } from './endpoints.table.js';

const own = (organizationId: string, id: string) =>
  and(eq(endpoints.organizationId, organizationId), eq(endpoints.id, id));

@Injectable()
export class EndpointsRepository {
  async insert(tx: Transaction, endpoint: EndpointRow): Promise<void> {
    await tx.insert(endpoints).values(endpoint);
  }

  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    organizationId: string,
    limit: number,
    beforeId?: string,
  ): Promise<EndpointRow[]> {
    const before = beforeId === undefined ? undefined : lt(endpoints.id, beforeId);
    return tx
      .select()
      .from(endpoints)
      .where(and(eq(endpoints.organizationId, organizationId), before))
      .orderBy(desc(endpoints.id))
      .limit(limit + 1);
  }

  /** Null when the organization has no such endpoint. */
  async find(tx: Queryable, organizationId: string, id: string): Promise<EndpointRow | null> {
    const [row] = await tx.select().from(endpoints).where(own(organizationId, id));
    return row ?? null;
  }

  /**
   * The endpoints of an organization that want events of a type, also those that are switched off.
   * @param organizationId null: those that get events of the installation.
   */
  async listWanting(
    tx: Queryable,
    organizationId: string | null,
    eventType: string,
  ): Promise<EndpointRow[]> {
    const wanted = sql`(${endpoints.eventTypes} = '{}' OR ${eventType} = ANY (${endpoints.eventTypes}))`;
    return tx
      .select()
      .from(endpoints)
      .where(
        and(
          organizationId === null
            ? eq(endpoints.installation, true)
            : eq(endpoints.organizationId, organizationId),
          wanted,
        ),
      );
  }

  /** The endpoint after the change; null when there is none, or it was changed since. */
  async update(
    tx: Transaction,
    organizationId: string,
    id: string,
    change: Partial<EndpointRow>,
    unchangedSince?: Date,
  ): Promise<EndpointRow | null> {
    return consumeOne(
      tx,
      endpoints,
      and(own(organizationId, id), unchanged(endpoints.updatedAt, unchangedSince)),
      change,
    );
  }

  /** Switches an endpoint off unless that was done before; of callers at once one gets the row. */
  async disable(
    tx: Transaction,
    id: string,
    change: Partial<EndpointRow>,
  ): Promise<EndpointRow | null> {
    const isOn = and(eq(endpoints.id, id), sql`${endpoints.status} <> 'disabled'`);
    return consumeOne(tx, endpoints, isOn, { ...change, status: 'disabled' });
  }

  /** What an endpoint was sent of the installation, or was to be sent. */
  async removeTold(tx: Transaction, id: string): Promise<void> {
    const told = sql`${deliveries.payload}::jsonb ->> 'organizationId' IS NULL`;
    await tx.delete(deliveries).where(and(eq(deliveries.endpointId, id), told));
  }

  /** With what was sent to them. */
  async removeAllOf(tx: Transaction, organizationId: string): Promise<void> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    await tx.delete(endpoints).where(eq(endpoints.organizationId, organizationId));
  }

  async remove(tx: Transaction, organizationId: string, id: string): Promise<EndpointRow | null> {
    const [row] = await tx.delete(endpoints).where(own(organizationId, id)).returning();
    return row ?? null;
  }
}

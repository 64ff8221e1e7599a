import { Injectable } from '@nestjs/common';
import type { Category, Channel } from '@gatehouse/contracts/notifications/categories';
import type { DeliveryState } from '@gatehouse/contracts/notifications/deliveries';
import {
  and,
  asc,
  count,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { newId } from '../../../kernel/id.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import {
  type Step as ErasureStep,
  throughRows,
} from '../../../platform/database/gradual/through-rows.js';
import type { ErasedOrganization, ErasedPerson } from '../../../platform/erasure/steps.js';
import {
  type DeliveryRow,
  type DeliveryStepRow,
  deliveries,
  deliverySteps,
} from './deliveries.table.js';

/** What a caller may see: an organization's, and for staff also what belongs to none. */
export interface DeliveryScope {
  readonly organizationId: string;
  readonly isStaff: boolean;
}

export interface DeliveryFilter {
  readonly state?: DeliveryState | undefined;
  readonly channel?: Channel | undefined;
  readonly category?: Category | undefined;
  readonly userId?: string | undefined;
  readonly noticeId?: string | undefined;
  readonly createdFrom?: Date | undefined;
  readonly createdBefore?: Date | undefined;
  readonly beforeId?: string | undefined;
}

export interface Tally {
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly count: number;
}

/** What happened to deliveries. */
export interface Step {
  readonly state: DeliveryState | 'deferred' | 'held' | 'complained';
  readonly detail: string;
}

type Time = Pick<DeliveryFilter, 'createdFrom' | 'createdBefore'>;
const createdIn = ({ createdFrom, createdBefore }: Time): SQL | undefined =>
  and(
    createdFrom && gte(deliveries.createdAt, createdFrom),
    createdBefore && lt(deliveries.createdAt, createdBefore),
  );

const anew = (now: Date) => ({
  state: 'queued' as const,
  messageId: null,
  dueAt: now,
  tries: 0,
  updatedAt: now,
  awaitsAddress: false,
});

const within = ({ organizationId, isStaff }: DeliveryScope): SQL | undefined =>
  or(
    eq(deliveries.organizationId, organizationId),
    isStaff ? isNull(deliveries.organizationId) : undefined,
  );

@Injectable()
export class DeliveriesRepository {
  readonly forgettingOrganization: ErasureStep<ErasedOrganization> = throughRows({
    table: deliveries,
    key: deliveries.id,
    among: ({ organizationId }) => eq(deliveries.organizationId, organizationId),
    change: (tx, _organization, rows) => tx.delete(deliveries).where(rows),
  });

  /** Takes somebody's addresses out of what others were or are sent. Reads all of it. */
  readonly forgettingNames: ErasureStep<ErasedPerson> = throughRows({
    table: deliveries,
    key: deliveries.id,
    change: (tx, { names }, rows) => {
      const { inText, without } = naming(names);
      const [subject, html, text] = [sql`subject`, sql`html`, sql`text`].map(without);
      return tx
        .update(deliveries)
        .set({ subject, html, text })
        .where(and(rows, inText(sql`concat_ws(' ', subject, html, text)`)));
    },
  });

  async insertAll(tx: Transaction, rows: readonly DeliveryRow[]): Promise<void> {
    if (rows.length > 0) await tx.insert(deliveries).values([...rows]);
  }

  /** Notes what happened to some deliveries. */
  async note(tx: Transaction, ids: readonly string[], step: Step, now: Date): Promise<void> {
    if (ids.length === 0) return;
    const rows = ids.map((deliveryId) => ({ id: newId(), deliveryId, ...step, happenedAt: now }));
    await tx.insert(deliverySteps).values(rows);
  }

  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    scope: DeliveryScope,
    { state, channel, category, userId, noticeId, beforeId, ...time }: DeliveryFilter,
    limit: number,
  ): Promise<DeliveryRow[]> {
    const where = and(
      within(scope),
      state && eq(deliveries.state, state),
      channel && eq(deliveries.channel, channel),
      category && eq(deliveries.category, category),
      userId === undefined ? undefined : eq(deliveries.userId, userId),
      noticeId === undefined ? undefined : eq(deliveries.noticeId, noticeId),
      createdIn(time),
      beforeId === undefined ? undefined : lt(deliveries.id, beforeId),
    );
    return tx
      .select()
      .from(deliveries)
      .where(where)
      .orderBy(desc(deliveries.id))
      .limit(limit + 1);
  }

  /** Null when the caller may see no such delivery. */
  async find(tx: Queryable, scope: DeliveryScope, id: string): Promise<DeliveryRow | null> {
    const where = and(within(scope), eq(deliveries.id, id));
    const [row] = await tx.select().from(deliveries).where(where);
    return row ?? null;
  }

  /** Earliest first. */
  async listSteps(tx: Queryable, deliveryId: string): Promise<DeliveryStepRow[]> {
    return tx
      .select()
      .from(deliverySteps)
      .where(eq(deliverySteps.deliveryId, deliveryId))
      .orderBy(asc(deliverySteps.id))
      .limit(200);
  }

  async tally(tx: Queryable, scope: DeliveryScope, since: Date): Promise<Tally[]> {
    const { channel, state } = deliveries;
    return tx
      .select({ channel, state, count: count() })
      .from(deliveries)
      .where(and(within(scope), gte(deliveries.createdAt, since)))
      .groupBy(channel, state);
  }

  /** What became of the deliveries of a notice. */
  async tallyOf(tx: Queryable, noticeId: string): Promise<Pick<Tally, 'state' | 'count'>[]> {
    const { state } = deliveries;
    return tx
      .select({ state, count: count() })
      .from(deliveries)
      .where(eq(deliveries.noticeId, noticeId))
      .groupBy(state);
  }

  /** Puts what is over on the way again; null while it is still on its way, and where it never was. */
  async restart(
    tx: Transaction,
    scope: DeliveryScope,
    id: string,
    now: Date,
  ): Promise<DeliveryRow | null> {
    const over = and(
      within(scope),
      eq(deliveries.id, id),
      notInArray(deliveries.state, ['queued', 'skipped']),
      ne(deliveries.channel, 'in_app'),
    );
    return consumeOne(tx, deliveries, over, anew(now));
  }

  /** Puts some that were given up on the way again, oldest first. @returns their ids. */
  async restartFailed(
    tx: Transaction,
    scope: DeliveryScope,
    { channel, ...time }: Time & Pick<DeliveryFilter, 'channel'>,
    limit: number,
    now: Date,
  ): Promise<string[]> {
    const failed = and(
      within(scope),
      eq(deliveries.state, 'failed'),
      ne(deliveries.channel, 'in_app'),
      channel && eq(deliveries.channel, channel),
      createdIn(time),
    );
    const some = tx
      .select({ id: deliveries.id })
      .from(deliveries)
      .where(failed)
      .orderBy(asc(deliveries.id))
      .limit(limit)
      .for('update', { skipLocked: true });
    const rows = await tx
      .update(deliveries)
      .set(anew(now))
      .where(inArray(deliveries.id, some))
      .returning({ id: deliveries.id });
    return rows.map(({ id }) => id);
  }

  /** Lets go what waited until somebody confirmed the address. */
  async release(tx: Transaction, userId: string, now: Date): Promise<void> {
    const waiting = and(eq(deliveries.userId, userId), eq(deliveries.awaitsAddress, true));
    await tx.update(deliveries).set({ awaitsAddress: false, updatedAt: now }).where(waiting);
  }

  /** What addresses are compared by, of those where a person alone was written to. */
  async listAddressesOf(tx: Transaction, userId: string): Promise<string[]> {
    const { addressKey } = deliveries;
    const theirs = tx.select({ addressKey }).from(deliveries).where(eq(deliveries.userId, userId));
    // No index finds whom else an address was of.
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    const rows = await tx
      .select({ addressKey: sql<string>`${addressKey}` })
      .from(deliveries)
      .where(and(isNotNull(addressKey), inArray(addressKey, theirs)))
      .groupBy(addressKey)
      .having(sql`bool_and(${deliveries.userId} = ${userId})`);
    return rows.map((row) => row.addressKey);
  }

  async removeOf(tx: Transaction, userId: string): Promise<void> {
    await tx.delete(deliveries).where(eq(deliveries.userId, userId));
  }

  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, deliveries, lt(deliveries.createdAt, before));
  }

  /** Says what became of deliveries, and notes it. */
  async settle(
    tx: Transaction,
    ids: readonly string[],
    state: DeliveryState,
    detail: string,
    now: Date,
  ): Promise<void> {
    if (ids.length === 0) return;
    await tx
      .update(deliveries)
      .set({ state, updatedAt: now })
      .where(inArray(deliveries.id, [...ids]));
    await this.note(tx, ids, { state, detail }, now);
  }
}

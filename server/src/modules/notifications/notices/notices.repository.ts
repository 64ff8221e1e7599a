import { Injectable } from '@nestjs/common';
import type { NoticeState } from '@gatehouse/contracts/notifications/notices';
import { and, asc, desc, eq, gt, isNotNull, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type Step, throughRows } from '../../../platform/database/gradual/through-rows.js';
import type { ErasedOrganization, ErasedPerson } from '../../../platform/erasure/steps.js';
import { deliveries } from '../deliveries/deliveries.table.js';
import type { DeliveryScope } from '../deliveries/deliveries.repository.js';
import { type NoticeRow, notices } from './notices.table.js';

/** It is not over. */
export const isOpen = and(
  isNull(notices.toldAt),
  isNull(notices.failedAt),
  isNull(notices.cancelledAt),
);
const isLater = (now: Date): SQL => gt(notices.sendAt, now);
const inState: Readonly<Record<NoticeState, (now: Date) => SQL | undefined>> = {
  scheduled: (now) => and(isOpen, isLater(now)),
  waiting: (now) => and(isOpen, or(isNull(notices.sendAt), lte(notices.sendAt, now))),
  told: () => isNotNull(notices.toldAt),
  failed: () => isNotNull(notices.failedAt),
  cancelled: () => isNotNull(notices.cancelledAt),
};
const isSame = ({ id, nextAttemptAt, toldUpTo }: NoticeRow): SQL | undefined =>
  and(
    eq(notices.id, id),
    eq(notices.nextAttemptAt, nextAttemptAt),
    toldUpTo === null ? isNull(notices.toldUpTo) : eq(notices.toldUpTo, toldUpTo),
    isOpen,
  );

const within = ({ organizationId, isStaff }: DeliveryScope): SQL | undefined =>
  or(
    eq(notices.organizationId, organizationId),
    isStaff ? isNull(notices.organizationId) : undefined,
  );

/** How many people a notice reached, and how many it did not. */
export interface Reach {
  readonly reached: number;
  readonly unreached: number;
}

@Injectable()
export class NoticesRepository {
  readonly forgettingOrganization: Step<ErasedOrganization> = throughRows({
    table: notices,
    key: notices.id,
    among: ({ organizationId }) => eq(notices.organizationId, organizationId),
    change: (tx, _organization, rows) => tx.delete(notices).where(rows),
  });

  /** Takes somebody's addresses out of what others were or are to be told; drafts begin anew. */
  readonly forgettingNames: Step<ErasedPerson> = throughRows({
    table: notices,
    key: notices.id,
    change: (tx, { names }, rows) => {
      const { inDocument, without } = naming(names);
      return tx.execute(sql`
        UPDATE ${notices} SET content = (
          SELECT jsonb_object_agg(part.key, CASE jsonb_typeof(part.value)
              WHEN 'string' THEN to_jsonb(${without(sql`part.value #>> '{}'`)})
              ELSE (SELECT coalesce(jsonb_object_agg(key, ${without(sql`value`)}), '{}')
                      FROM jsonb_each_text(part.value)) END)
            FROM jsonb_each(content) AS part),
           next_attempt_at = next_attempt_at + interval '1 millisecond'
         WHERE ${rows} AND ${inDocument(sql`content`)}`);
    },
  });

  /** Leaves alone what is written down already. */
  async insertAll(tx: Queryable, rows: readonly NoticeRow[]): Promise<void> {
    if (rows.length === 0) return;
    await tx
      .insert(notices)
      .values([...rows])
      .onConflictDoNothing();
  }

  /** Latest first, one more than `limit`. */
  async list(
    tx: Queryable,
    scope: DeliveryScope,
    state: NoticeState | undefined,
    now: Date,
    limit: number,
    beforeId?: string,
  ): Promise<NoticeRow[]> {
    const before = beforeId === undefined ? undefined : lt(notices.id, beforeId);
    return tx
      .select()
      .from(notices)
      .where(and(within(scope), state && inState[state](now), before))
      .orderBy(desc(notices.id))
      .limit(limit + 1);
  }

  /** Null when the caller may see no such notice. */
  async find(tx: Queryable, scope: DeliveryScope, id: string): Promise<NoticeRow | null> {
    const where = and(within(scope), eq(notices.id, id));
    const [row] = await tx.select().from(notices).where(where);
    return row ?? null;
  }

  async countReached(tx: Queryable, id: string): Promise<Reach> {
    const { userId, noticeId, state } = deliveries;
    const people = tx
      .select({ isReached: sql<boolean>`bool_or(${state} <> 'skipped')`.as('is_reached') })
      .from(deliveries)
      .where(eq(noticeId, id))
      .groupBy(userId)
      .as('people');
    const [row] = await tx
      .select({
        reached: sql<number>`count(*) FILTER (WHERE ${people.isReached})::int`,
        unreached: sql<number>`count(*) FILTER (WHERE NOT ${people.isReached})::int`,
      })
      .from(people);
    return row ?? { reached: 0, unreached: 0 };
  }

  /** Has what was given up told after all; null for one that was not given up. */
  async revive(
    tx: Transaction,
    scope: DeliveryScope,
    id: string,
    now: Date,
  ): Promise<NoticeRow | null> {
    const givenUp = and(within(scope), eq(notices.id, id), inState.failed(now));
    const anew = { failedAt: null, attempts: 0, nextAttemptAt: now };
    return consumeOne(tx, notices, givenUp, anew);
  }

  /** Takes back what is to be sent later; null for what is not, or not any more. */
  async cancel(
    tx: Transaction,
    scope: DeliveryScope,
    id: string,
    now: Date,
  ): Promise<NoticeRow | null> {
    const scheduled = and(within(scope), eq(notices.id, id), inState.scheduled(now));
    return consumeOne(tx, notices, scheduled, { cancelledAt: now });
  }

  /** Some that are due, oldest first. */
  async listDue(tx: Queryable, now: Date, limit: number): Promise<NoticeRow[]> {
    return tx
      .select()
      .from(notices)
      .where(and(isOpen, lte(notices.nextAttemptAt, now)))
      .orderBy(asc(notices.nextAttemptAt))
      .limit(limit);
  }

  /**
   * Of any number of callers one may tell it: the notice as it is by now; null for the others, and
   * for one whose notice is to be drafted again.
   * @param upTo the last who is told by now, where there may be others; they are told next.
   */
  async consume(
    tx: Transaction,
    notice: NoticeRow,
    upTo: string | null,
    now: Date,
  ): Promise<NoticeRow | null> {
    const progress = upTo === null ? { toldAt: now } : { toldUpTo: upTo, attempts: 0, error: null };
    return consumeOne(tx, notices, isSame(notice), progress);
  }

  /**
   * Has what is to be told to a person drafted again, where that is under way: they have changed.
   * Whom an audience is made of is not known here.
   */
  async redraft(tx: Transaction, userId: string): Promise<void> {
    const nextAttemptAt = sql`${notices.nextAttemptAt} + interval '1 millisecond'`;
    const isNamed = sql`${userId}::uuid = ANY (${notices.userIds})`;
    const theirs = and(isOpen, or(isNamed, isNotNull(notices.audience)));
    await tx.update(notices).set({ nextAttemptAt }).where(theirs);
  }

  /** Puts a notice off that could not be told, or gives it up. */
  async recordFailure(
    tx: Queryable,
    { id, attempts }: NoticeRow,
    outcome: Pick<NoticeRow, 'error'> & Partial<Pick<NoticeRow, 'nextAttemptAt' | 'failedAt'>>,
  ): Promise<void> {
    const same = and(eq(notices.id, id), eq(notices.attempts, attempts), isOpen);
    await consumeOne(tx, notices, same, { ...outcome, attempts: attempts + 1 });
  }

  /** Takes a person out of everything that was or is to be told. */
  async forget(tx: Transaction, userId: string): Promise<void> {
    await this.redraft(tx, userId);
    const about = sql`${userId}::uuid = ANY (${notices.userIds})`;
    const isAlone = and(isNull(notices.audience), sql`cardinality(${notices.userIds}) = 1`);
    await tx.delete(notices).where(and(about, isAlone));
    const userIds = sql`array_remove(${notices.userIds}, ${userId}::uuid)`;
    await tx.update(notices).set({ userIds }).where(about);
  }

  async purge(tx: Queryable, before: Date): Promise<void> {
    // What is to be sent later is asked for long before.
    const isPast = and(lt(notices.createdAt, before), lt(notices.nextAttemptAt, before));
    await removeAll(tx, notices, isPast);
  }
}

import { Injectable } from '@nestjs/common';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import type { InboxTab, NotificationCounts } from '@gatehouse/contracts/notifications/inbox';
import {
  and,
  asc,
  desc,
  eq,
  gt,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { naming } from '../../../platform/database/naming/naming.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type Step, throughRows } from '../../../platform/database/gradual/through-rows.js';
import type { ErasedOrganization, ErasedPerson } from '../../../platform/erasure/steps.js';
import { type NotificationRow, notifications } from './inbox.table.js';

/** Which notifications a list shows. */
export interface InboxFilter {
  readonly tab?: InboxTab | undefined;
  readonly category?: Category | undefined;
  /** Only those that stand below this one. */
  readonly before?: { readonly shownAt: Date; readonly id: string } | undefined;
}

const { userId, shownAt, seenAt, readAt, archivedAt, snoozedUntil } = notifications;

/** Neither put away nor hidden for now. */
const present = and(isNull(archivedAt), isNull(snoozedUntil));

const tabs: Readonly<Record<InboxTab, SQL | undefined>> = {
  unseen: and(present, isNull(seenAt)),
  unread: and(present, isNull(readAt)),
  archived: isNotNull(archivedAt),
  snoozed: and(isNull(archivedAt), isNotNull(snoozedUntil)),
};

const ofCategory = (category: Category | undefined) =>
  category && eq(notifications.category, category);

@Injectable()
export class InboxRepository {
  /** Removes what a person was told. */
  readonly forgettingPerson: Step<ErasedPerson> = throughRows({
    table: notifications,
    key: notifications.shownAt,
    among: ({ userId }) => eq(notifications.userId, userId),
    change: (tx, _person, rows) => tx.delete(notifications).where(rows),
  });

  /** Removes what was told in an organization; no index answers it. */
  readonly forgettingOrganization: Step<ErasedOrganization> = throughRows({
    table: notifications,
    key: notifications.id,
    change: (tx, { organizationId }, rows) =>
      tx.delete(notifications).where(and(rows, eq(notifications.organizationId, organizationId))),
  });

  /** Takes somebody's addresses out of what others were told. Reads all of it. */
  readonly forgettingNames: Step<ErasedPerson> = throughRows({
    table: notifications,
    key: notifications.id,
    change: (tx, { names }, rows) => {
      const { inText, without } = naming(names);
      return tx
        .update(notifications)
        .set({ title: without(sql`title`), body: without(sql`body`) })
        .where(and(rows, inText(sql`concat_ws(' ', title, body)`)));
    },
  });

  async insertAll(tx: Transaction, rows: readonly NotificationRow[]): Promise<void> {
    if (rows.length > 0) await tx.insert(notifications).values([...rows]);
  }

  /** What stands highest first, one more than `limit`. */
  async list(
    tx: Queryable,
    owner: string,
    { tab, category, before }: InboxFilter,
    limit: number,
  ): Promise<NotificationRow[]> {
    const below =
      before &&
      or(
        lt(shownAt, before.shownAt),
        and(eq(shownAt, before.shownAt), lt(notifications.id, before.id)),
      );
    return tx
      .select()
      .from(notifications)
      .where(and(eq(userId, owner), tab ? tabs[tab] : present, ofCategory(category), below))
      .orderBy(desc(shownAt), desc(notifications.id))
      .limit(limit + 1);
  }

  async count(tx: Queryable, owner: string): Promise<NotificationCounts> {
    const [row] = await tx
      .select({
        unseen: sql<number>`count(*) FILTER (WHERE ${seenAt} IS NULL)::int`,
        unread: sql<number>`count(*) FILTER (WHERE ${readAt} IS NULL)::int`,
      })
      .from(notifications)
      .where(and(eq(userId, owner), present, or(isNull(seenAt), isNull(readAt))));
    return row ?? { unseen: 0, unread: 0 };
  }

  /** Oldest first. */
  async findAll(tx: Queryable, ids: readonly string[]): Promise<NotificationRow[]> {
    return tx
      .select()
      .from(notifications)
      .where(inArray(notifications.id, [...ids]))
      .orderBy(asc(notifications.id));
  }

  /** Oldest first. */
  async listSince(
    tx: Queryable,
    owner: string,
    afterId: string,
    limit: number,
  ): Promise<NotificationRow[]> {
    return tx
      .select()
      .from(notifications)
      .where(and(eq(userId, owner), gt(notifications.id, afterId)))
      .orderBy(asc(notifications.id))
      .limit(limit);
  }

  /** The notification after the change; null when it is nobody's or somebody else's. */
  async change(
    tx: Queryable,
    owner: string,
    id: string,
    change: Partial<NotificationRow>,
  ): Promise<NotificationRow | null> {
    const own = and(eq(notifications.id, id), eq(userId, owner));
    const seen = change.seenAt ? { seenAt: sql`coalesce(${seenAt}, ${change.seenAt})` } : {};
    return consumeOne(tx, notifications, own, { ...change, ...seen });
  }

  /** Marks all that somebody sees and that are not marked yet. */
  async mark(
    tx: Queryable,
    owner: string,
    marks: 'seen' | 'read' | 'archived',
    now: Date,
    category?: Category,
  ): Promise<void> {
    const { unmarked, change } = markings(now)[marks];
    const where = and(eq(userId, owner), present, unmarked, ofCategory(category));
    await tx.update(notifications).set(change).where(where);
  }

  /** Brings back, to the top and as new, what was snoozed until now. */
  async wake(tx: Queryable, now: Date): Promise<void> {
    await tx
      .update(notifications)
      .set({ shownAt: snoozedUntil, snoozedUntil: null, seenAt: null, readAt: null })
      .where(and(isNotNull(snoozedUntil), lte(snoozedUntil, now), isNull(archivedAt)));
  }

  async purge(tx: Queryable, before: Date): Promise<void> {
    await removeAll(tx, notifications, lt(notifications.createdAt, before));
  }
}

/** What is read was seen, and what is archived was both. */
const markings = (now: Date) => {
  const seen = sql`coalesce(${seenAt}, ${now})`;
  return {
    seen: { unmarked: isNull(seenAt), change: { seenAt: now } },
    read: { unmarked: isNull(readAt), change: { readAt: now, seenAt: seen } },
    archived: { unmarked: undefined, change: { archivedAt: now, seenAt: seen } },
  };
};

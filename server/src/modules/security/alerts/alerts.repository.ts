import { Injectable } from '@nestjs/common';
import { type AlertSeverity, alertSeverities } from '@gatehouse/contracts/events';
import type { AlertState } from '@gatehouse/contracts/security/alerts';
import {
  and,
  count,
  desc,
  eq,
  gt,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import type { Position } from '../position.js';
import { type AlertRow, alerts } from './alerts.table.js';

const isMuted = eq(alerts.state, 'muted');

/** A mute that is over is as if it had never been. */
const stateAt = (state: AlertState, now: Date) =>
  state === 'muted'
    ? and(isMuted, gt(alerts.mutedUntil, now))
    : or(
        eq(alerts.state, state),
        and(isMuted, lte(alerts.mutedUntil, now), eq(alerts.stateBefore, state)),
      );

/** @param assigneeId null: nobody has it; undefined: whoever has it. */
function isWith(assigneeId: string | null | undefined): SQL | undefined {
  if (assigneeId === undefined) return undefined;
  return assigneeId === null ? isNull(alerts.assigneeId) : eq(alerts.assigneeId, assigneeId);
}

/** Which alerts a list shows. */
export interface AlertFilter {
  readonly state?: AlertState | undefined;
  readonly severity?: AlertSeverity | undefined;
  readonly detection?: AlertRow['detection'] | undefined;
  /** Null: nobody has it. */
  readonly assigneeId?: string | null | undefined;
  readonly subject?: string | undefined;
  readonly now: Date;
  /** Only those that were not seen after it. */
  readonly seenUntil?: Date | undefined;
  /** Only those that come after this one in the list. */
  readonly after?: Position;
}

function matches(filter: AlertFilter): SQL | undefined {
  const { state, severity, detection, assigneeId, subject, now, seenUntil, after } = filter;
  return and(
    state && stateAt(state, now),
    severity && eq(alerts.severity, severity),
    detection && eq(alerts.detection, detection),
    isWith(assigneeId),
    subject === undefined ? undefined : eq(alerts.subject, subject),
    seenUntil && lte(alerts.lastAt, seenUntil),
    after &&
      sql`(${alerts.lastAt}, ${alerts.id}) < (${after.at.toISOString()}::timestamptz, ${after.id}::uuid)`,
  );
}

@Injectable()
export class AlertsRepository {
  async insert(tx: Transaction, alert: AlertRow): Promise<void> {
    await tx.insert(alerts).values(alert);
  }

  /** Those seen last first, one more than `limit`. */
  async list(queryable: Queryable, filter: AlertFilter, limit: number): Promise<AlertRow[]> {
    return queryable
      .select()
      .from(alerts)
      .where(matches(filter))
      .orderBy(desc(alerts.lastAt), desc(alerts.id))
      .limit(limit + 1);
  }

  async find(queryable: Queryable, id: string): Promise<AlertRow | null> {
    const [row] = await queryable.select().from(alerts).where(eq(alerts.id, id));
    return row ?? null;
  }

  /** The same, held until the transaction ends. */
  async hold(tx: Transaction, id: string): Promise<AlertRow | null> {
    const [row] = await tx.select().from(alerts).where(eq(alerts.id, id)).for('update');
    return row ?? null;
  }

  /** Nobody else raises alerts of a detection until the transaction ends. */
  async lock(tx: Transaction, detection: AlertRow['detection']): Promise<void> {
    const name = `gatehouse:alerts:${detection}`;
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended(${name}, 0))`);
  }

  /** The last alert of a detection about a subject. */
  async findLast(
    queryable: Queryable,
    detection: AlertRow['detection'],
    subject: string | null,
  ): Promise<AlertRow | null> {
    const about = subject === null ? sql`${alerts.subject} IS NULL` : eq(alerts.subject, subject);
    const [row] = await queryable
      .select()
      .from(alerts)
      .where(and(eq(alerts.detection, detection), about))
      .orderBy(desc(alerts.lastAt))
      .limit(1);
    return row ?? null;
  }

  /** The alert after the change, which happens only from one of these states; else null. */
  async change(
    tx: Transaction,
    id: string,
    from: readonly AlertState[],
    change: Partial<AlertRow>,
  ): Promise<AlertRow | null> {
    const one = and(eq(alerts.id, id), inArray(alerts.state, [...from]));
    return consumeOne(tx, alerts, one, change);
  }

  /**
   * Resolves some that are not yet; those that somebody else is changing are left to them.
   * @returns them, as they are then.
   */
  async resolveSome(
    tx: Transaction,
    filter: AlertFilter,
    limit: number,
    by: Pick<AlertRow, 'updatedBy' | 'updatedAt'>,
  ): Promise<AlertRow[]> {
    const some = tx
      .select({ id: alerts.id })
      .from(alerts)
      .where(and(ne(alerts.state, 'resolved'), matches(filter)))
      .limit(limit)
      .for('update', { skipLocked: true });
    return tx
      .update(alerts)
      .set({ state: 'resolved', stateBefore: null, mutedUntil: null, ...by })
      .where(sql`${alerts.id} = ANY (ARRAY(${some}))`)
      .returning();
  }

  /** Counts more of the same. @param lastAt null where the time it was last seen stays. */
  async addOccurrences(
    tx: Transaction,
    id: string,
    more: number,
    lastAt: Date | null,
  ): Promise<void> {
    await tx
      .update(alerts)
      .set({
        occurrences: sql`${alerts.occurrences} + ${more}`,
        ...(lastAt && {
          lastAt: sql`greatest(${alerts.lastAt}, ${lastAt.toISOString()}::timestamptz)`,
        }),
      })
      .where(eq(alerts.id, id));
  }

  /** How many nobody has taken on, by severity. */
  async countOpen(queryable: Queryable, now: Date): Promise<Record<AlertSeverity, number>> {
    const rows = await queryable
      .select({ severity: alerts.severity, open: count() })
      .from(alerts)
      .where(stateAt('open', now))
      .groupBy(alerts.severity);
    const found = new Map(rows.map(({ severity, open }) => [severity, open]));
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- every severity has an entry
    return Object.fromEntries(
      alertSeverities.map((severity) => [severity, found.get(severity) ?? 0]),
    ) as Record<AlertSeverity, number>;
  }

  /** Forgets whom alerts were about. */
  async forget(tx: Transaction, userId: string): Promise<void> {
    await tx.update(alerts).set({ subject: null }).where(eq(alerts.subject, userId));
  }

  /** Removes what was resolved before a moment. */
  async purge(queryable: Queryable, before: Date): Promise<number> {
    const old = and(eq(alerts.state, 'resolved'), lt(alerts.updatedAt, before));
    return removeAll(queryable, alerts, old);
  }
}

import { Injectable } from '@nestjs/common';
import { and, asc, count, desc, eq, gt, inArray, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type IpBlockRow, ipBlocks } from './ip-blocks.table.js';

const active = (now: Date) => or(isNull(ipBlocks.endsAt), gt(ipBlocks.endsAt, now));
const inForce = (id: string, now: Date) =>
  and(eq(ipBlocks.id, id), active(now), isNull(ipBlocks.liftedAt));
const overlaps = (network: string) => sql`${ipBlocks.network} && ${network}::cidr`;

/** Which blocks a list shows. */
export interface BlockFilter {
  /** Those that are over instead of those in force. */
  readonly ended: boolean;
  readonly now: Date;
  /** Those that share addresses with this range, in CIDR notation. */
  readonly address?: string;
  readonly beforeId?: string;
}

@Injectable()
export class IpBlocksRepository {
  /** Makes the caller the only one who adds or ends blocks until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse:ip_blocks', 0))`);
  }

  async insert(tx: Transaction, block: IpBlockRow): Promise<void> {
    await tx.insert(ipBlocks).values(block);
  }

  /** Latest first, one more than `limit`. */
  async list(queryable: Queryable, filter: BlockFilter, limit: number): Promise<IpBlockRow[]> {
    const { ended, now, address, beforeId } = filter;
    return queryable
      .select()
      .from(ipBlocks)
      .where(
        and(
          ended ? lte(ipBlocks.endsAt, now) : active(now),
          address === undefined ? undefined : overlaps(address),
          beforeId === undefined ? undefined : lt(ipBlocks.id, beforeId),
        ),
      )
      .orderBy(desc(ipBlocks.id))
      .limit(limit + 1);
  }

  async countActive(queryable: Queryable, now: Date): Promise<number> {
    const [row] = await queryable.select({ total: count() }).from(ipBlocks).where(active(now));
    return row?.total ?? 0;
  }

  /** Blocks in force that share addresses with a network. */
  async listOverlapping(queryable: Queryable, network: string, now: Date): Promise<IpBlockRow[]> {
    return queryable
      .select()
      .from(ipBlocks)
      .where(and(active(now), overlaps(network)));
  }

  /** The last block of exactly this network, in force or over. */
  async findLast(queryable: Queryable, network: string): Promise<IpBlockRow | null> {
    const [row] = await queryable
      .select()
      .from(ipBlocks)
      .where(and(overlaps(network), sql`${ipBlocks.network} = ${network}::cidr`))
      .orderBy(desc(ipBlocks.createdAt))
      .limit(1);
    return row ?? null;
  }

  /** Ends a block that is in force; of callers at once one gets the row. */
  async lift(
    tx: Transaction,
    id: string,
    now: Date,
    by: { readonly liftedBy: string | null; readonly liftReason: string },
  ): Promise<IpBlockRow | null> {
    // A clock may stand behind the one that made the block.
    const end = sql`greatest(${ipBlocks.createdAt}, ${now.toISOString()}::timestamptz)`;
    return consumeOne(tx, ipBlocks, inForce(id, now), {
      endsAt: end,
      liftedAt: now,
      endTold: true,
      ...by,
    });
  }

  /** A block that is in force, held until the transaction ends. */
  async hold(tx: Transaction, id: string, now: Date): Promise<IpBlockRow | null> {
    const [row] = await tx.select().from(ipBlocks).where(inForce(id, now)).for('update');
    return row ?? null;
  }

  /** Lets a block in force end at another time; null where it is over. */
  async endAt(
    tx: Transaction,
    id: string,
    now: Date,
    endsAt: Date | null,
  ): Promise<IpBlockRow | null> {
    return consumeOne(tx, ipBlocks, inForce(id, now), { endsAt });
  }

  /** Blocks that ran out and were not told of yet; of callers at once each gets others. */
  async takeEnded(tx: Transaction, now: Date, limit: number): Promise<IpBlockRow[]> {
    const ended = tx
      .select({ id: ipBlocks.id })
      .from(ipBlocks)
      .where(and(eq(ipBlocks.endTold, false), lte(ipBlocks.endsAt, now)))
      .orderBy(asc(ipBlocks.endsAt))
      .limit(limit)
      .for('update', { skipLocked: true });
    return tx
      .update(ipBlocks)
      .set({ endTold: true })
      .where(inArray(ipBlocks.id, ended))
      .returning();
  }

  /** Removes what ended before a moment. */
  async purge(queryable: Queryable, before: Date): Promise<number> {
    return removeAll(queryable, ipBlocks, lt(ipBlocks.endsAt, before));
  }
}

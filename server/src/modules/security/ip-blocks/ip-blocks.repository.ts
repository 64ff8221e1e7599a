import { Injectable } from '@nestjs/common';
import { and, count, desc, eq, gt, isNull, lt, lte, or, sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { consumeOne, removeAll } from '../../../platform/database/primitives.js';
import { type IpBlockRow, ipBlocks } from './ip-blocks.table.js';

const active = (now: Date) => or(isNull(ipBlocks.endsAt), gt(ipBlocks.endsAt, now));
const overlaps = (network: string) => sql`${ipBlocks.network} && ${network}::cidr`;

@Injectable()
export class IpBlocksRepository {
  /** Makes the caller the only one who adds or ends blocks until the transaction ends. */
  async lock(tx: Transaction): Promise<void> {
    await tx.execute(sql`SELECT pg_advisory_xact_lock(hashtextextended('gatehouse:ip_blocks', 0))`);
  }

  async insert(tx: Transaction, block: IpBlockRow): Promise<void> {
    await tx.insert(ipBlocks).values(block);
  }

  /** Latest first, one more than `limit`. @param ended those that are over instead of those in force. */
  async list(
    queryable: Queryable,
    filter: { readonly ended: boolean; readonly now: Date; readonly beforeId?: string },
    limit: number,
  ): Promise<IpBlockRow[]> {
    const { ended, now, beforeId } = filter;
    const inForce = active(now);
    return queryable
      .select()
      .from(ipBlocks)
      .where(
        and(
          ended ? lte(ipBlocks.endsAt, now) : inForce,
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
    liftedBy: string | null,
  ): Promise<IpBlockRow | null> {
    // A clock may stand behind the one that made the block.
    const end = sql`greatest(${ipBlocks.createdAt}, ${now.toISOString()}::timestamptz)`;
    const one = and(eq(ipBlocks.id, id), active(now), isNull(ipBlocks.liftedAt));
    return consumeOne(tx, ipBlocks, one, { endsAt: end, liftedAt: now, liftedBy });
  }

  /** Removes what ended before a moment. */
  async purge(queryable: Queryable, before: Date): Promise<number> {
    return removeAll(queryable, ipBlocks, lt(ipBlocks.endsAt, before));
  }
}

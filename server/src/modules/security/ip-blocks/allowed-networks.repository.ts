import { Injectable } from '@nestjs/common';
import { asc, eq } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { reserve } from '../../../platform/database/primitives.js';
import { type AllowedNetworkRow, allowedNetworks } from './ip-blocks.table.js';

/** Networks that are never blocked. */
@Injectable()
export class AllowedNetworksRepository {
  async list(queryable: Queryable): Promise<AllowedNetworkRow[]> {
    return queryable.select().from(allowedNetworks).orderBy(asc(allowedNetworks.createdAt));
  }

  /** Null when it is on the list already. */
  async insert(tx: Transaction, row: AllowedNetworkRow): Promise<AllowedNetworkRow | null> {
    return reserve(tx, allowedNetworks, row);
  }

  async remove(tx: Transaction, id: string): Promise<AllowedNetworkRow | null> {
    const [row] = await tx.delete(allowedNetworks).where(eq(allowedNetworks.id, id)).returning();
    return row ?? null;
  }
}

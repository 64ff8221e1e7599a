import { Injectable } from '@nestjs/common';
import { gt, isNull, or } from 'drizzle-orm';
import { Database } from '../../../platform/database/database.js';
import type { KnownBlock } from './blocklist.js';
import { allowedNetworks, ipBlocks } from './ip-blocks.table.js';

/** What every instance holds in memory. */
@Injectable()
export class BlocklistRepository {
  constructor(private readonly database: Database) {}

  async load(now: Date): Promise<{ blocks: KnownBlock[]; allowed: string[] }> {
    const { connection } = this.database;
    const [blocks, allowed] = await Promise.all([
      connection
        .select({ network: ipBlocks.network, endsAt: ipBlocks.endsAt })
        .from(ipBlocks)
        .where(or(isNull(ipBlocks.endsAt), gt(ipBlocks.endsAt, now))),
      connection.select({ network: allowedNetworks.network }).from(allowedNetworks),
    ]);
    return { blocks, allowed: allowed.map(({ network }) => network) };
  }
}

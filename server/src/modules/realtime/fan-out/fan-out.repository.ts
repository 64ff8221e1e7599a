import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Transaction } from '../../../platform/database/database.js';

/** PostgreSQL channel that instances tell each other on. */
export const channel = 'gatehouse_realtime';

@Injectable()
export class FanOutRepository {
  /** Notifies everybody who listens when the transaction commits. @param payloads of less than 8000 bytes. */
  async notify(tx: Transaction, payloads: readonly string[]): Promise<void> {
    await tx.execute(
      sql`SELECT pg_notify(${channel}, payload) FROM unnest(${sql.param([...payloads])}::text[]) AS payload`,
    );
  }
}

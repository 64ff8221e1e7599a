import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';

/** Rows of one statement, which holds a core for a millisecond or two. */
const sessionsAtOnce = 100;

interface Found {
  readonly [column: string]: unknown;
  readonly table: string;
}

/** Everything that identity keeps of an organization, wherever it stands. */
@Injectable()
export class OrganizationDataRepository {
  /** Removes some of its sessions, which have all ended. @returns whether there may be more. */
  async removeSomeSessions(tx: Queryable, organizationId: string): Promise<boolean> {
    const { rowCount } = await tx.execute(sql`
      DELETE FROM identity.sessions WHERE id = ANY (ARRAY(
        SELECT id FROM identity.sessions
         WHERE organization_id = ${organizationId} AND ended_at IS NOT NULL LIMIT ${sessionsAtOnce}))`);
    return rowCount === sessionsAtOnce;
  }

  /**
   * Removes every row that names the organization, whichever table of identity it stands in, so that
   * a table of tomorrow is not forgotten. People keep their accounts; service accounts, which nobody
   * has elsewhere, go.
   */
  async remove(tx: Transaction, organizationId: string, now: Date): Promise<void> {
    await tx.execute(sql`SET LOCAL statement_timeout = '15min'`);
    await tx.execute(sql`
      UPDATE identity.users
         SET first_name = 'Erased', last_name = 'account', is_active = false,
             updated_at = ${now.toISOString()}, deleted_at = coalesce(deleted_at, ${now.toISOString()})
       WHERE is_service_account AND id IN (
         SELECT user_id FROM identity.memberships WHERE organization_id = ${organizationId})`);
    // What it did in a day is counted by a key that ends so.
    await tx.execute(sql`
      DELETE FROM identity.message_budgets WHERE key LIKE '%:' || ${organizationId}::text`);
    for (const { table } of await this.tables(tx))
      await tx.execute(sql`
        DELETE FROM identity.${sql.identifier(table)} WHERE organization_id = ${organizationId}`);
  }

  private async tables(tx: Transaction): Promise<Found[]> {
    const { rows } = await tx.execute<Found>(sql`
      SELECT table_name AS table
        FROM information_schema.columns JOIN information_schema.tables USING (table_schema, table_name)
       WHERE table_schema = 'identity' AND table_type = 'BASE TABLE'
         AND column_name = 'organization_id'
       -- Memberships and invitations refer to custom roles.
       ORDER BY table_name = 'custom_roles', table_name`);
    return rows;
  }
}

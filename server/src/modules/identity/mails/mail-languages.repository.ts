import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { accountKey } from '../users/account-key.js';
import { users } from '../users/users.table.js';

/** Whoever a mail goes to, as far as they are known. */
export interface Reader {
  readonly email: string;
  /** Of their account; looked up by the address where it is left out. */
  readonly id?: string;
  /** The organization that writes to them; the one that they belong to longest where it is left out. */
  readonly organizationId?: string | null;
}

@Injectable()
export class MailLanguagesRepository {
  /** What somebody has chosen, else what their organization has; null where neither has. */
  async findLocale(tx: Queryable, { email, id, organizationId }: Reader): Promise<string | null> {
    const isReader =
      id === undefined
        ? sql`id = (SELECT user_id FROM identity.account_addresses WHERE email_key = ${accountKey(email)})`
        : sql`id = ${id}`;
    const found = await tx.execute<{ locale: string | null }>(sql`
      WITH reader AS (SELECT id, locale FROM ${users} WHERE ${isReader})
      SELECT coalesce(
        (SELECT locale FROM reader),
        (SELECT locale FROM identity.organizations WHERE id = coalesce(
          ${organizationId ?? null}::uuid,
          (SELECT organization_id FROM identity.memberships WHERE user_id = (SELECT id FROM reader)
            ORDER BY created_at, organization_id LIMIT 1)))) AS locale`);
    return found.rows[0]?.locale ?? null;
  }
}

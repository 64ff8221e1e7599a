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
  /** What each has chosen, else what their organization has, in the same order; null where neither has. */
  async listLocales(tx: Queryable, readers: readonly Reader[]): Promise<(string | null)[]> {
    const keys = readers.map(({ id, email }) => (id === undefined ? accountKey(email) : null));
    const ids = readers.map(({ id }) => id ?? null);
    const organizationIds = readers.map(({ organizationId }) => organizationId ?? null);
    // LIMIT keeps the view of addresses from being joined as a whole.
    const found = await tx.execute<{ locale: string | null }>(sql`
      SELECT coalesce(reader.locale, (SELECT locale FROM identity.organizations WHERE id = coalesce(
          asked.organization_id,
          (SELECT organization_id FROM identity.memberships WHERE user_id = reader.id
            ORDER BY created_at, organization_id LIMIT 1)))) AS locale
      FROM unnest(${sql.param(keys)}::text[], ${sql.param(ids)}::uuid[],
          ${sql.param(organizationIds)}::uuid[])
        WITH ORDINALITY AS asked (email_key, id, organization_id, place)
      LEFT JOIN LATERAL (SELECT user_id FROM identity.account_addresses
        WHERE email_key = asked.email_key LIMIT 1) AS address ON true
      LEFT JOIN ${users} reader ON reader.id = coalesce(asked.id, address.user_id)
      ORDER BY asked.place`);
    return found.rows.map(({ locale }) => locale);
  }
}

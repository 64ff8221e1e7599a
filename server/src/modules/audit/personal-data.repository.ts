import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../platform/database/database.js';
import { namedPages } from '../../platform/database/json-pages.js';
import type { PersonalSection, Subject } from '../identity/account-export/personal-data.port.js';

const from = sql`audit.entries`;
const key = ['sequence'];

/** What the audit trail tells people about themselves. */
@Injectable()
export class PersonalDataRepository {
  /**
   * What was done to a person, and what they did. Where others come in, their rights go before (GDPR
   * article 15, 4): not the address from which somebody else acted, nor details about somebody else.
   */
  sections(queryable: Queryable, { userId }: Subject): PersonalSection[] {
    const about = {
      columns: sql`sequence, occurred_at, action, actor_id, organization_id, request_id, details,
        CASE WHEN coalesce(actor_id, ${userId}) = ${userId} THEN ip_address END AS ip_address,
        CASE WHEN coalesce(actor_id, ${userId}) = ${userId} THEN user_agent END AS user_agent`,
      from,
      where: sql`resource_id = ${userId}`,
      key,
      only: sql`resource_type = 'user'`,
    };
    const by = {
      columns: sql`sequence, occurred_at, action, organization_id, resource_type, resource_id,
        request_id, ip_address, user_agent`,
      from,
      where: sql`actor_id = ${userId}`,
      key,
      only: sql`(resource_type, resource_id) IS DISTINCT FROM ('user', ${userId}::text)`,
    };
    return namedPages(queryable, { audit_about_you: about, audit_by_you: by });
  }
}

import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { namedPages } from '../../../platform/database/json-pages.js';
import type { PersonalSection, Subject } from '../../identity/account-export/personal-data.port.js';

/**
 * What other systems were told about people; where these systems are is their organization's affair,
 * and what the person did to others is told without its details (GDPR article 15, 4).
 */
@Injectable()
export class PersonalDataRepository {
  sections(queryable: Queryable, { userId }: Subject): PersonalSection[] {
    const namesPerson = sql`strpos(payload, ${userId}) > 0`;
    const rows = {
      columns: sql`event_id, event_type, state, created_at,
        CASE WHEN ${namesPerson} AND payload::jsonb #>> '{data,userId}' = ${userId}
             THEN payload::jsonb -> 'data' END AS data`,
      from: sql`webhooks.deliveries`,
      where: sql`true`,
      key: ['id'],
      only: namesPerson,
    };
    return namedPages(queryable, { webhook_deliveries: rows });
  }
}

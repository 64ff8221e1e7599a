import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { namedPages } from '../../../platform/database/json-pages.js';
import type { PersonalSection, Subject } from '../../identity/account-export/personal-data.port.js';

/** What other systems were told about people; where these systems are is their organization's affair. */
@Injectable()
export class PersonalDataRepository {
  sections(queryable: Queryable, { userId }: Subject): PersonalSection[] {
    const rows = {
      columns: sql`event_id, event_type, state, created_at`,
      from: sql`webhooks.deliveries`,
      where: sql`true`,
      key: ['id'],
      only: sql`strpos(payload, ${userId}) > 0`,
    };
    return namedPages(queryable, { webhook_deliveries: rows });
  }
}

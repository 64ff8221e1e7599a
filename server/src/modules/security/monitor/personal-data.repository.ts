import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { namedPages } from '../../../platform/database/json-pages.js';
import type { PersonalSection, Subject } from '../../identity/account-export/personal-data.port.js';

const attempts = {
  columns: sql`occurred_at, kind, succeeded, failure, method, identifier, organization_id, address,
    user_agent, session_id, new_device, tries`,
  from: sql`security.login_attempts`,
  key: ['occurred_at', 'id'],
};

/** What the security monitor knows about people. */
@Injectable()
export class PersonalDataRepository {
  sections(queryable: Queryable, { userId, names }: Subject): PersonalSection[] {
    const isName = sql`ANY (${sql.param([...names])})`;
    return namedPages(queryable, {
      login_attempts: { ...attempts, where: sql`user_id = ${userId}` },
      login_attempts_by_name: {
        ...attempts,
        where: sql`identifier = ${isName}`,
        only: sql`user_id IS NULL`,
      },
      failed_attempts: {
        columns: sql`hour, subject, failures`,
        from: sql`security.attempt_hours`,
        where: sql`subject_type = 'account' AND subject = ${isName}`,
        key: ['hour', 'subject'],
      },
      alerts: {
        columns: sql`detection, severity, summary, occurrences, first_at, last_at, state`,
        from: sql`security.alerts`,
        where: sql`true`,
        key: ['id'],
        only: sql`subject_type = 'account' AND subject = ${userId}`,
      },
      alert_notes: {
        columns: sql`kind, text, created_at`,
        from: sql`security.alert_notes`,
        where: sql`author_id = ${userId}`,
        key: ['id'],
      },
    });
  }
}

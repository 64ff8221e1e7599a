import { Injectable } from '@nestjs/common';
import { sql } from 'drizzle-orm';
import type { Queryable } from '../../../platform/database/database.js';
import { namedPages } from '../../../platform/database/json-pages.js';
import type { PersonalSection, Subject } from '../../identity/account-export/personal-data.port.js';

/** What people were told, how, and how they wish to be. */
@Injectable()
export class PersonalDataRepository {
  sections(queryable: Queryable, { userId, names }: Subject): PersonalSection[] {
    const isName = sql`ANY (${sql.param([...names])})`;
    const own = sql`user_id = ${userId}`;
    return namedPages(queryable, {
      notification_preferences: {
        columns: sql`channels, categories, quiet_hours, time_zone, locale, updated_at`,
        from: sql`notifications.preferences`,
        where: own,
        key: ['user_id'],
      },
      notifications: {
        columns: sql`organization_id, category, title, body, link, created_at, seen_at, read_at,
          archived_at, snoozed_until`,
        from: sql`notifications.notifications`,
        where: own,
        key: ['shown_at', 'id'],
      },
      messages: {
        columns: sql`organization_id, category, channel, address, subject, text, state, created_at,
          updated_at`,
        from: sql`notifications.deliveries`,
        where: own,
        key: ['id'],
      },
      reached_addresses: {
        columns: sql`channel, address_key, next_message_at, suppressed_at, suppressed_for`,
        from: sql`notifications.addresses`,
        where: sql`address_key = ${isName}`,
        key: ['channel', 'address_key'],
      },
      // What an SMS says may be a code.
      text_messages: {
        columns: sql`number, created_at, sent_at, settled_at`,
        from: sql`notifications.texts`,
        where: sql`number = ${isName}`,
        key: ['id'],
      },
    });
  }
}

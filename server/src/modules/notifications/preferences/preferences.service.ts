import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import { categories, type Category } from '@gatehouse/contracts/notifications/categories';
import {
  defaultPreferences,
  type NotificationPreferences,
} from '@gatehouse/contracts/notifications/preferences';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { PreferencesRepository } from './preferences.repository.js';
import type { PreferencesRow } from './preferences.table.js';

/** By which channels people are told of what. */
@Injectable()
export class PreferencesService {
  constructor(
    private readonly repository: PreferencesRepository,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async get(userId: string): Promise<NotificationPreferences> {
    return (await this.listOf([userId])).get(userId) ?? defaultPreferences;
  }

  /** Those of some people; whoever has chosen nothing is missing. */
  async listOf(userIds: readonly string[]): Promise<ReadonlyMap<string, NotificationPreferences>> {
    const rows = await this.repository.list(this.database.connection, userIds);
    return new Map(rows.map((row) => [row.userId, toPreferences(row)]));
  }

  async replace(userId: string, wish: NotificationPreferences): Promise<NotificationPreferences> {
    const row = { ...wish, userId, updatedAt: this.clock.now() };
    const { locale } = wish;
    await this.database.transaction(async (tx) => {
      await this.repository.replace(tx, row);
      await this.events.add(tx, events.preferencesChosen, { userId, locale });
    });
    return toPreferences(row);
  }

  /** What newcomers begin with (S3-080). */
  async begin(tx: Transaction, userIds: readonly string[]): Promise<void> {
    const updatedAt = this.clock.now();
    const rows = userIds.map((userId) => ({ ...defaultPreferences, userId, updatedAt }));
    await this.repository.insertMissing(tx, rows);
  }

  /** Ends the mails of some categories. */
  async endMails(userId: string, ended: readonly Category[]): Promise<void> {
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      await this.begin(tx, [userId]);
      for (const category of ended) await this.repository.endMails(tx, userId, category, now);
    });
  }
}

/** What was chosen, and the defaults for categories that came later. */
function toPreferences(row: Omit<PreferencesRow, 'updatedAt'>): NotificationPreferences {
  const names = Object.keys(categories) as Category[];
  const chosen = names.map((name) => [
    name,
    { ...defaultPreferences.categories[name], ...row.categories[name] },
  ]);
  return {
    channels: { ...defaultPreferences.channels, ...row.channels },
    categories: Object.fromEntries(chosen) as NotificationPreferences['categories'],
    quietHours: row.quietHours,
    timeZone: row.timeZone,
    locale: row.locale,
  };
}

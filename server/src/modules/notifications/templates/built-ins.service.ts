import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { BuiltInTemplate } from './built-in-template.js';
import { builtInTemplates } from './built-in-templates.js';
import { TemplatesRepository } from './templates.repository.js';

/**
 * Puts the templates that come with Gatehouse where people can change them. Words that a later
 * release brings become a new version, and are used unless people have chosen their own.
 */
@Injectable()
export class BuiltInsService implements OnApplicationBootstrap {
  constructor(
    private readonly repository: TemplatesRepository,
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const template of builtInTemplates)
      await this.database.transaction((tx) => this.put(tx, template));
  }

  private async put(tx: Transaction, template: BuiltInTemplate): Promise<void> {
    const now = this.clock.now();
    const { contents, ...about } = template;
    const { name } = template;
    const dates = { createdAt: now, updatedAt: now };
    const row = { ...about, activeVersion: 1, lastVersion: 1, isBuiltIn: true, ...dates };
    const version = { name, contents, createdAt: now, createdBy: null };
    if (await this.repository.insert(tx, row, { ...version, version: 1 })) return;
    const present = await this.repository.lockUnchanged(tx, name);
    if (!present || isSame(present.contents, contents)) return;
    const number = await this.repository.takeNumber(tx, name, now);
    if (number === null) return;
    await this.repository.insertVersion(tx, { ...version, version: number });
    await this.repository.activate(tx, name, number, now);
  }
}

/** jsonb keeps no order of keys. */
function isSame(one: BuiltInTemplate['contents'], other: BuiltInTemplate['contents']): boolean {
  const locales = Object.keys(one);
  if (locales.length !== Object.keys(other).length) return false;
  return locales.every((locale) =>
    (['subject', 'html', 'text'] as const).every(
      (part) => one[locale]?.[part] === other[locale]?.[part],
    ),
  );
}

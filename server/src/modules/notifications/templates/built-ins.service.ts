import { isDeepStrictEqual } from 'node:util';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import type { BuiltInTemplate } from './built-in-template.js';
import { builtInTemplates } from './built-in-templates.js';
import { TemplatesRepository } from './templates.repository.js';
import type { TemplateVersionRow } from './templates.table.js';

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

  /** Puts the words that came with Gatehouse in use again. @returns which version they are. */
  async restore(tx: Transaction, name: string): Promise<number> {
    const template = builtInTemplates.find((one) => one.name === name);
    const present = await this.repository.findBuiltIn(tx, name);
    const version =
      template && !(present && isSame(present, template))
        ? await this.addVersion(tx, template)
        : present?.version;
    if (version === undefined) throw new Error(`${name} came without words`);
    await this.repository.activate(tx, name, version, this.clock.now());
    return version;
  }

  private async put(tx: Transaction, template: BuiltInTemplate): Promise<void> {
    const now = this.clock.now();
    const { contents: _contents, ...about } = template;
    const dates = { createdAt: now, updatedAt: now, deletedAt: null };
    const row = { ...about, activeVersion: 1, lastVersion: 1, isBuiltIn: true, ...dates };
    if (await this.repository.insert(tx, row, toVersion(template, now))) return;
    const present = await this.repository.lockUnchanged(tx, template.name);
    if (!present || isSame(present, template)) return;
    const version = await this.addVersion(tx, template);
    await this.repository.activate(tx, template.name, version, now);
  }

  private async addVersion(tx: Transaction, template: BuiltInTemplate): Promise<number> {
    const now = this.clock.now();
    const version = await this.repository.takeNumber(tx, template.name, now);
    if (version === null) throw new Error(`there is no template ${template.name}`);
    await this.repository.insertVersion(tx, { ...toVersion(template, now), version });
    return version;
  }
}

const toVersion = (
  { name, title, category, variables, contents }: BuiltInTemplate,
  createdAt: Date,
): Omit<TemplateVersionRow, 'version'> => ({
  name,
  title,
  category,
  variables,
  contents,
  createdAt,
  createdBy: null,
});

type Said = Pick<TemplateVersionRow, 'title' | 'category' | 'variables' | 'contents'>;

/** jsonb keeps no order of keys. */
const isSame = (one: Said, other: Said): boolean =>
  (['title', 'category', 'variables', 'contents'] as const).every((part) =>
    isDeepStrictEqual(one[part], other[part]),
  );

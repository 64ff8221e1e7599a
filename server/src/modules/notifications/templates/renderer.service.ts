import { Injectable } from '@nestjs/common';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import { defaultLocale, type TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { LRUCache } from 'lru-cache';
import { days } from '../../../kernel/clock.js';
import { Cache } from '../../../platform/cache/cache.js';
import { Database } from '../../../platform/database/database.js';
import { compile, fill } from './template-engine.js';
import type { TemplateContents, TemplateRow } from './templates.table.js';
import { TemplatesRepository } from './templates.repository.js';

/** What a template became for somebody. */
export interface Rendered extends TemplateContent {
  readonly category: Category;
  readonly version: number;
}

/** What is kept under `templates:<name>:v<n>` (S3-073): the default language, and the others. */
interface CachedVersion extends TemplateContent {
  readonly version: number;
  readonly createdAt: string;
  readonly locales: TemplateContents;
}

type Compiled = ReturnType<typeof compile>;

/** Fills the active version of a template in. A version never changes, so neither does what is kept of it. */
@Injectable()
export class RendererService {
  private readonly compiled = new LRUCache<string, Compiled>({ max: 200 });

  constructor(
    private readonly repository: TemplatesRepository,
    private readonly cache: Cache,
    private readonly database: Database,
  ) {}

  /**
   * @param locale language of the reader; the language without the country, then English stand in.
   * @throws Error when there is no such template.
   */
  async render(
    name: string,
    locale: string,
    values: Readonly<Record<string, string>>,
  ): Promise<Rendered> {
    const template = await this.repository.find(this.database.connection, name);
    if (!template) throw new Error(`there is no template ${name}`);
    const { category, activeVersion: version } = template;
    return { category, version, ...fill(await this.compiledOf(template, locale), values) };
  }

  private async compiledOf(template: TemplateRow, locale: string): Promise<Compiled> {
    const key = `templates:${template.name}:v${template.activeVersion}`;
    const known = this.compiled.get(`${key} ${locale}`);
    if (known) return known;
    const version = await this.cache.remember(key, days(1), () => this.versionOf(template));
    const { locales, subject, html, text } = version;
    const content = locales[locale] ?? locales[locale.slice(0, 2)] ?? { subject, html, text };
    const made = compile(content, Object.keys(template.variables));
    this.compiled.set(`${key} ${locale}`, made);
    return made;
  }

  private async versionOf({ name, activeVersion }: TemplateRow): Promise<CachedVersion> {
    const { connection } = this.database;
    const row = await this.repository.findVersion(connection, name, activeVersion);
    const content = row?.contents[defaultLocale];
    if (!row || !content) throw new Error(`there is no version ${activeVersion} of ${name}`);
    const { version, createdAt, contents: locales } = row;
    return { ...content, version, createdAt: createdAt.toISOString(), locales };
  }
}

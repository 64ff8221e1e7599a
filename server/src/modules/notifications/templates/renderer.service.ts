import { Injectable } from '@nestjs/common';
import type { Category } from '@gatehouse/contracts/notifications/categories';
import { factorNames } from '@gatehouse/contracts/language/factor-names';
import { sayFinding, severityNames } from '@gatehouse/contracts/language/finding-words';
import { defaultLocale, languageOf } from '@gatehouse/contracts/language/locale';
import type { TemplateContent } from '@gatehouse/contracts/notifications/templates';
import { LRUCache } from 'lru-cache';
import { days } from '../../../kernel/clock.js';
import { Cache } from '../../../platform/cache/cache.js';
import { Database } from '../../../platform/database/database.js';
import { compile, fill } from './template-engine.js';
import type { TemplateContents, TemplateRow } from './templates.table.js';
import { TemplatesRepository } from './templates.repository.js';

type Texts = Readonly<Record<string, string>>;

/** What a template is filled with. */
export interface TemplateValues {
  readonly variables: Texts;
  /** Moments, as ISO 8601 writes them: written as days as the reader writes them. */
  readonly dates?: Texts;
  /** Kinds of second factors, such as `totp`: called as in the words around them. */
  readonly factors?: Texts;
  /** Codes of countries (ISO 3166-1, two letters): called as in the words around them. */
  readonly countries?: Texts;
  /** How much alerts matter, such as `high`: called as in the words around them. */
  readonly severities?: Texts;
  /** What detections found (`FindingKey`): said with `facts` as the reader would. */
  readonly findings?: Texts;
  readonly facts?: Texts;
}

/** What a template became for somebody. */
export interface Rendered extends TemplateContent {
  readonly category: Category;
  readonly version: number;
  /** Language that it is in, which may be none that the reader chose. */
  readonly locale: string;
}

/** What is kept under `templates:<name>:v<n>` (S3-073): the default language, and the others. */
interface CachedVersion extends TemplateContent {
  readonly version: number;
  readonly createdAt: string;
  readonly locales: TemplateContents;
}

/** A template in one language. */
interface Compiled {
  readonly content: ReturnType<typeof compile>;
  readonly locale: string;
}

/** `en` alone says nothing of the order of day and month. */
const dateFormat = (locale: string) =>
  new Intl.DateTimeFormat(locale === defaultLocale ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeZone: 'UTC',
  });

const each = (values: Texts, write: (value: string) => string): Texts =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, write(value)]));

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
  async render(name: string, locale: string, values: TemplateValues): Promise<Rendered> {
    const template = await this.repository.find(this.database.connection, name);
    if (!template) throw new Error(`there is no template ${name}`);
    const { category, activeVersion: version } = template;
    const found = await this.compiledOf(template, locale);
    const filled = fill(found.content, toTexts(values, found.locale, locale));
    return { category, version, locale: found.locale, ...filled };
  }

  private async compiledOf(template: TemplateRow, locale: string): Promise<Compiled> {
    const key = `templates:${template.name}:v${template.activeVersion}`;
    const known = this.compiled.get(`${key} ${locale}`);
    if (known) return known;
    const version = await this.cache.remember(key, days(1), () => this.versionOf(template));
    const { locales, subject, html, text } = version;
    const language = [locale, locale.slice(0, 2)].find((one) => locales[one]) ?? defaultLocale;
    const content = locales[language] ?? { subject, html, text };
    const made = {
      content: compile(content, Object.keys(template.variables)),
      locale: language,
    };
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

/** The values of a template as its words say them, in their language. */
function toTexts(values: TemplateValues, language: string, reader: string): Texts {
  const { variables, dates = {}, factors = {}, countries = {}, severities = {} } = values;
  const { findings = {}, facts = {} } = values;
  const known = languageOf(language);
  // The reader's own way, but in words of another language.
  const format = dateFormat(language.slice(0, 2) === reader.slice(0, 2) ? reader : language);
  const regions = new Intl.DisplayNames(language, { type: 'region' });
  const factorsHere: Texts = factorNames[known];
  const severitiesHere: Texts = severityNames[known];
  return {
    ...variables,
    ...each(dates, (at) => format.format(new Date(at))),
    ...each(factors, (kind) => factorsHere[kind] ?? kind),
    ...each(countries, (code) => regions.of(code) ?? code),
    ...each(severities, (severity) => severitiesHere[severity] ?? severity),
    ...each(findings, (key) => sayFinding(known, key, facts) ?? key),
  };
}

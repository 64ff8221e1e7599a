import { Injectable } from '@nestjs/common';
import { type EventContract, type EventData, events } from '@gatehouse/contracts/events';
import { isCritical } from '@gatehouse/contracts/notifications/categories';
import {
  type FullTemplateVersion,
  type Template,
  type TemplateContent,
  type templateRoutes,
  type TemplateTitle,
  type TemplateVersion,
} from '@gatehouse/contracts/notifications/templates';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { BuiltInsService } from './built-ins.service.js';
import { compile, fill, TemplateError } from './template-engine.js';
import { TemplatesRepository } from './templates.repository.js';
import type { TemplateContents, TemplateRow, TemplateVersionRow } from './templates.table.js';

/** The templates of the installation, and their versions. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly repository: TemplatesRepository,
    private readonly builtIns: BuiltInsService,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<{ data: Template[] }> {
    const rows = await this.repository.list(this.database.connection);
    return { data: rows.map(toTemplate) };
  }

  /** By what people call them. */
  async titles(): Promise<{ data: TemplateTitle[] }> {
    const rows = await this.repository.list(this.database.connection);
    const byTitle = rows.toSorted((one, other) => one.title.localeCompare(other.title, 'en'));
    return { data: byTitle.map(toTitle) };
  }

  /** @throws AppError `not_found` */
  async get(name: string): Promise<Template & { versions: TemplateVersion[] }> {
    const row = await this.rowOf(name);
    const versions = await this.repository.listVersions(this.database.connection, name);
    const authors = versions.map(({ createdBy }) => createdBy).filter((id) => id !== null);
    const names = await this.directory.namesOf([...new Set(authors)]);
    return { ...toTemplate(row), versions: versions.map((one) => toVersion(one, names)) };
  }

  /** @throws AppError `not_found` */
  async version(name: string, version: number): Promise<FullTemplateVersion> {
    const row = await this.repository.findVersion(this.database.connection, name, version);
    if (!row) throw new AppError('not_found');
    return this.toFull(row);
  }

  /** @throws AppError `template_name_taken`, `validation_failed` where a template cannot be used */
  async create(
    caller: Caller,
    { contents, ...wish }: RouteBody<typeof templateRoutes.create>,
  ): Promise<Template> {
    assertUsable(contents, wish.variables);
    const now = this.clock.now();
    const dates = { createdAt: now, updatedAt: now, deletedAt: null };
    const { name, category, variables, title = inWords(name) } = wish;
    const about = { name, title, category, variables };
    const row = { ...wish, title, activeVersion: 1, lastVersion: 1, isBuiltIn: false, ...dates };
    const first = { ...about, contents, createdAt: now, createdBy: caller.userId };
    return this.database.transaction(async (tx) => {
      const made = await this.repository.insert(tx, row, first);
      if (!made) throw new AppError('template_name_taken');
      await this.tell(tx, events.templateCreated, { name });
      return toTemplate(made);
    });
  }

  /** @throws AppError `not_found`, `validation_failed` where a template cannot be used */
  async addVersion(
    caller: Caller,
    name: string,
    { contents, activate, ...wish }: RouteBody<typeof templateRoutes.addVersion>,
  ): Promise<FullTemplateVersion> {
    const present = await this.rowOf(name);
    if (present.isBuiltIn) assertWordsAlone(wish);
    const { title, category, variables } = { ...present, ...wish };
    assertUsable(contents, variables);
    const now = this.clock.now();
    const row = await this.database.transaction(async (tx) => {
      const version = await this.repository.takeNumber(tx, name, now);
      if (version === null) throw new AppError('not_found');
      const said = { title, category, variables, contents };
      const made = { name, version, ...said, createdAt: now, createdBy: caller.userId };
      await this.repository.insertVersion(tx, made);
      await this.tell(tx, events.templateVersionAdded, { name, version });
      if (!activate) return made;
      await this.repository.activate(tx, name, version, now);
      await this.tell(tx, events.templateActivated, { name, version });
      return made;
    });
    return this.toFull(row);
  }

  /** @throws AppError `not_found` */
  async activate(name: string, version: number): Promise<Template> {
    const now = this.clock.now();
    return this.database.transaction(async (tx) => {
      const row = await this.repository.activate(tx, name, version, now);
      if (!row) throw new AppError('not_found');
      await this.tell(tx, events.templateActivated, { name, version });
      return toTemplate(row);
    });
  }

  /**
   * Deletes what people made; what came with Gatehouse gets its own words back.
   * @throws AppError `not_found`, `conflict` while something is to be sent by it
   */
  async remove(name: string): Promise<void> {
    const { isBuiltIn } = await this.rowOf(name);
    await this.database.transaction(async (tx) => {
      if (isBuiltIn) {
        const version = await this.builtIns.restore(tx, name);
        await this.tell(tx, events.templateRestored, { name, version });
        return;
      }
      if (!(await this.repository.remove(tx, name, this.clock.now())))
        throw new AppError('not_found');
      if (await this.repository.isAwaited(tx, name))
        throw new AppError('conflict', { detail: isAwaited });
      await this.tell(tx, events.templateDeleted, { name });
    });
  }

  /** What would be sent, with the samples. @throws AppError `not_found`, `validation_failed` */
  async preview(
    name: string,
    { variables: wished, ...content }: RouteBody<typeof templateRoutes.preview>,
  ): Promise<TemplateContent> {
    const variables = wished ?? (await this.rowOf(name)).variables;
    assertUsable({ [bodyItself]: content }, variables);
    return fill(compile(content, Object.keys(variables)), variables);
  }

  /** @throws AppError `not_found` */
  async rowOf(name: string): Promise<TemplateRow> {
    const row = await this.repository.find(this.database.connection, name);
    if (!row) throw new AppError('not_found');
    return row;
  }

  /** Templates are the installation's: what is done to them concerns no organization. */
  private async tell<E extends EventContract>(
    tx: Transaction,
    event: E,
    data: EventData<E> & { readonly name: string },
  ): Promise<void> {
    const about = { organizationId: null, subject: `notification_template/${data.name}` };
    await this.events.add(tx, event, data, about);
  }

  private async toFull(row: TemplateVersionRow): Promise<FullTemplateVersion> {
    const names = await this.directory.namesOf(row.createdBy === null ? [] : [row.createdBy]);
    const { title, category, variables, contents } = row;
    const said = { title, category, variables: { ...variables }, contents: { ...contents } };
    return { ...toVersion(row, names), ...said };
  }
}

/** What may be sent by hand: neither what really happened is pretended, nor wishes are passed by. */
export const isSendable = ({ isBuiltIn, category }: TemplateRow): boolean =>
  !isBuiltIn && !isCritical(category);

/** A name such as `course-begins` as people write it. */
const inWords = (name: string): string =>
  name.charAt(0).toUpperCase() + name.slice(1).replaceAll('-', ' ');

/** What a template of Gatehouse's own is about, and its values, are given by what it tells of. */
function assertWordsAlone(wish: object): void {
  const fields = Object.keys(wish).map((name) => ({
    pointer: `/body/${name}`,
    message: 'cannot be changed: the template came with Gatehouse',
  }));
  if (fields.length > 0) throw new AppError('validation_failed', { fields });
}

const isAwaited =
  'Something is still to be sent by this template: take back what is to be sent later, or wait.';

/** Stands for a language where a body has no languages. */
const bodyItself = '';

function assertUsable(
  contents: TemplateContents,
  variables: Readonly<Record<string, string>>,
): void {
  const fields = Object.entries(contents).flatMap(([locale, content]) => {
    try {
      fill(compile(content, Object.keys(variables)), variables);
      return [];
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error;
      const place = locale === bodyItself ? '' : `/contents/${locale}`;
      return [{ pointer: `/body${place}/${error.part}`, message: error.message }];
    }
  });
  if (fields.length > 0) throw new AppError('validation_failed', { fields });
}

const toTemplate = (row: TemplateRow): Template => ({
  name: row.name,
  title: row.title,
  description: row.description,
  category: row.category,
  variables: { ...row.variables },
  activeVersion: row.activeVersion,
  isBuiltIn: row.isBuiltIn,
  updatedAt: row.updatedAt.toISOString(),
});

const toTitle = (row: TemplateRow): TemplateTitle => ({
  name: row.name,
  title: row.title,
  category: row.category,
  variables: { ...row.variables },
  sendable: isSendable(row),
});

const toVersion = (
  {
    version,
    createdAt,
    createdBy,
  }: Pick<TemplateVersionRow, 'version' | 'createdAt' | 'createdBy'>,
  names: ReadonlyMap<string, string>,
): TemplateVersion => ({
  version,
  createdAt: createdAt.toISOString(),
  createdBy,
  createdByName: createdBy === null ? null : (names.get(createdBy) ?? null),
});

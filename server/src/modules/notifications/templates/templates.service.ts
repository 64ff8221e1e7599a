import { Injectable } from '@nestjs/common';
import { type EventContract, type EventData, events } from '@gatehouse/contracts/events';
import {
  type FullTemplateVersion,
  type Template,
  type TemplateContent,
  type templateRoutes,
  type TemplateVersion,
} from '@gatehouse/contracts/notifications/templates';
import type { RouteBody } from '@gatehouse/contracts/route';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Database, type Transaction } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { UserDirectory } from '../../identity/users/user-directory.port.js';
import { compile, fill, TemplateError } from './template-engine.js';
import { TemplatesRepository } from './templates.repository.js';
import type { TemplateContents, TemplateRow, TemplateVersionRow } from './templates.table.js';

/** The templates of the installation, and their versions. */
@Injectable()
export class TemplatesService {
  constructor(
    private readonly repository: TemplatesRepository,
    private readonly directory: UserDirectory,
    private readonly database: Database,
    private readonly events: Events,
    private readonly clock: Clock,
  ) {}

  async list(): Promise<{ data: Template[] }> {
    const rows = await this.repository.list(this.database.connection);
    return { data: rows.map(toTemplate) };
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
    const dates = { createdAt: now, updatedAt: now };
    const row = { ...wish, activeVersion: 1, lastVersion: 1, isBuiltIn: false, ...dates };
    const { name } = wish;
    const first = { name, version: 1, contents, createdAt: now, createdBy: caller.userId };
    await this.database.transaction(async (tx) => {
      if (!(await this.repository.insert(tx, row, first)))
        throw new AppError('template_name_taken');
      await this.tell(tx, events.templateCreated, { name });
    });
    return toTemplate(row);
  }

  /** @throws AppError `not_found`, `validation_failed` where a template cannot be used */
  async addVersion(
    caller: Caller,
    name: string,
    { contents, activate }: RouteBody<typeof templateRoutes.addVersion>,
  ): Promise<FullTemplateVersion> {
    assertUsable(contents, (await this.rowOf(name)).variables);
    const now = this.clock.now();
    const row = await this.database.transaction(async (tx) => {
      const version = await this.repository.takeNumber(tx, name, now);
      if (version === null) throw new AppError('not_found');
      const made = { name, version, contents, createdAt: now, createdBy: caller.userId };
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

  /** What would be sent, with the samples. @throws AppError `not_found`, `validation_failed` */
  async preview(name: string, content: TemplateContent): Promise<TemplateContent> {
    const { variables } = await this.rowOf(name);
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
    return { ...toVersion(row, names), contents: { ...row.contents } };
  }
}

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
  description: row.description,
  category: row.category,
  variables: { ...row.variables },
  activeVersion: row.activeVersion,
  isBuiltIn: row.isBuiltIn,
  updatedAt: row.updatedAt.toISOString(),
});

const toVersion = (
  { version, createdAt, createdBy }: Omit<TemplateVersionRow, 'contents' | 'name'>,
  names: ReadonlyMap<string, string>,
): TemplateVersion => ({
  version,
  createdAt: createdAt.toISOString(),
  createdBy,
  createdByName: createdBy === null ? null : (names.get(createdBy) ?? null),
});

import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ImportLine, UserImport } from '@gatehouse/contracts/identity/imports';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { decodeCursor, type Page, toPage } from '../../../kernel/page.js';
import { Config } from '../../../platform/config/config.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { readUpTo } from '../../../platform/http/upload.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { checkLine } from './checking/import-check.js';
import { ImportersService } from './checking/importers.service.js';
import { readRecords } from './import-records.js';
import { ImportsRepository } from './imports.repository.js';
import type { ImportLineRow, ImportsRow } from './imports.table.js';

/** A file of people. */
export interface ImportFile {
  readonly type: string;
  readonly content: Readable;
  readonly dryRun: boolean;
  readonly invite: boolean;
}

/** Lines that are written at a time; more than this are never in memory. */
const linesAtOnce = 1000;
const lineCursor = /^\d{1,9}$/;

/** Takes files of people in, line by line, and tells how far their import has come. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly importers: ImportersService,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  /**
   * Checks every line and keeps it; a job then makes the accounts. Each batch of lines is a
   * transaction of its own, so that a slow upload holds none open.
   * @throws AppError `validation_failed`, `payload_too_large`, `forbidden`
   */
  async receive(caller: Caller, file: ImportFile): Promise<UserImport> {
    const row = this.newImport(caller, file);
    await this.repository.insert(this.database.connection, row);
    const counts = await this.keepLines(caller, row.id, file);
    const running = { ...counts, state: 'running', updatedAt: this.clock.now() } as const;
    await this.repository.update(this.database.connection, row.id, running);
    await this.jobs.add('identity.import', { importId: row.id });
    return toImport({ ...row, ...running });
  }

  /** @throws AppError `not_found`, also for those of other organizations. */
  async get(caller: Caller, id: string): Promise<UserImport> {
    return toImport(await this.getRow(caller, id));
  }

  /** @throws AppError `not_found`, also for those of other organizations. */
  async listLines(
    caller: Caller,
    id: string,
    limit: number,
    cursor?: string,
    outcome?: ImportLine['outcome'],
  ): Promise<Page<ImportLine>> {
    await this.getRow(caller, id);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, lineCursor));
    const query = { limit, after, outcome };
    const rows = await this.repository.listLines(this.database.connection, id, query);
    return toPage(rows, limit, (row) => String(row.line), toLine);
  }

  private newImport(caller: Caller, { dryRun, invite }: ImportFile): ImportsRow {
    const now = this.clock.now();
    return {
      id: newId(),
      organizationId: organizationOf(caller),
      createdBy: caller.userId,
      dryRun,
      invite,
      state: 'receiving',
      position: 0,
      total: 0,
      accepted: 0,
      refused: 0,
      createdAt: now,
      updatedAt: now,
      finishedAt: null,
    };
  }

  private async keepLines(
    caller: Caller,
    importId: string,
    { type, content }: ImportFile,
  ): Promise<{ total: number; refused: number }> {
    const counts = { total: 0, refused: 0 };
    let lines: Omit<ImportLineRow, 'importId'>[] = [];
    const keep = async () => {
      if (lines.length === 0) return;
      await this.repository.addLines(this.database.connection, importId, lines);
      lines = [];
    };
    const importer = await this.importers.get(caller);
    const chunks = readUpTo(content, this.config.GATEHOUSE_IMPORT_LIMIT);
    for await (const record of readRecords(type, chunks)) {
      const line = checkLine(importer, record);
      counts.total += 1;
      if (line.outcome === 'refused') counts.refused += 1;
      if (lines.push(line) === linesAtOnce) await keep();
    }
    await keep();
    return counts;
  }

  private async getRow(caller: Caller, id: string): Promise<ImportsRow> {
    const organizationId = organizationOf(caller);
    const row = await this.repository.find(this.database.connection, id, organizationId);
    if (!row) throw new AppError('not_found');
    return row;
  }
}

const toImport = (row: ImportsRow): UserImport => ({
  id: row.id,
  state: row.state,
  dryRun: row.dryRun,
  total: row.total,
  done: row.accepted + row.refused,
  accepted: row.accepted,
  refused: row.refused,
  createdAt: row.createdAt.toISOString(),
  finishedAt: row.finishedAt?.toISOString() ?? null,
});

const toLine = ({ line, email, outcome, message }: ImportLineRow): ImportLine => ({
  line,
  email,
  outcome,
  message,
});

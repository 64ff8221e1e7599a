import type { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { ExistingWish } from '@gatehouse/contracts/identity/imports';
import { Config } from '../../../../platform/config/config.js';
import { Database } from '../../../../platform/database/database.js';
import type { Caller } from '../../../../platform/http/caller.js';
import { readUpTo } from '../../../../platform/http/upload.js';
import { checkLine } from '../checking/import-check.js';
import { ImportersService } from '../checking/importers.service.js';
import { ImportLinesRepository } from '../import-lines.repository.js';
import type { ImportLineRow } from '../imports.table.js';
import { readRecords } from './import-records.js';

/** A file of people. */
export interface ImportFile {
  readonly type: string;
  readonly content: Readable;
  /** Whoever sends it, as they are when it has come; left out where nobody can lose anything meanwhile. */
  readonly senderAtEnd?: () => Promise<Caller>;
  readonly dryRun: boolean;
  readonly invite: boolean;
  readonly onExisting: ExistingWish;
}

/** Lines that are written at a time; more than this are never in memory. */
const linesAtOnce = 1000;

/** Reads files of people, and keeps their lines as they come. */
@Injectable()
export class ImportFilesService {
  constructor(
    private readonly lines: ImportLinesRepository,
    private readonly importers: ImportersService,
    private readonly database: Database,
    private readonly config: Config,
  ) {}

  /** @throws AppError `validation_failed`, `payload_too_large` */
  async keepLines(
    caller: Caller,
    importId: string,
    { type, content }: Pick<ImportFile, 'type' | 'content'>,
  ): Promise<{ total: number; refused: number }> {
    const counts = { total: 0, refused: 0 };
    let lines: Omit<ImportLineRow, 'importId'>[] = [];
    const keep = async () => {
      if (lines.length === 0) return;
      await this.lines.add(this.database.connection, importId, lines);
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
}

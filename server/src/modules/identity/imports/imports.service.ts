import { Injectable } from '@nestjs/common';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { newId } from '../../../kernel/id.js';
import { Database } from '../../../platform/database/database.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { Jobs } from '../../../platform/jobs/jobs.js';
import { ImportLinesRepository } from './import-lines.repository.js';
import { ImportsRepository } from './imports.repository.js';
import type { ImportsRow } from './imports.table.js';
import { type ImportFile, ImportFilesService } from './reading/import-files.service.js';

/** Takes files of people in, line by line. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly lines: ImportLinesRepository,
    private readonly files: ImportFilesService,
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly clock: Clock,
  ) {}

  /**
   * Checks every line and keeps it; a job then does what they say. Each batch of lines is a
   * transaction of its own, so that a slow upload holds none open. The rights of whoever sends it are
   * those at its end.
   * @returns its id.
   * @throws AppError `validation_failed`, `payload_too_large`, `forbidden`
   */
  async receive(caller: Caller, file: ImportFile): Promise<string> {
    assertMayUpdate(caller, file);
    const row = this.newImport(caller, file);
    const { connection } = this.database;
    await this.repository.insert(connection, row);
    try {
      const counts = await this.files.keepLines(caller, row.id, file);
      const sender = (await file.senderAtEnd?.()) ?? caller;
      assertMayUpdate(sender, file);
      const change = { ...counts, ...rightsOf(sender), updatedAt: this.clock.now() };
      const begun = await this.repository.begin(connection, row.id, change);
      if (!begun) await this.lines.cancel(connection, row.id);
    } catch (error) {
      await this.repository.remove(connection, row.id);
      throw error;
    }
    await this.jobs.add('identity.import', { importId: row.id });
    return row.id;
  }

  private newImport(caller: Caller, { dryRun, invite, onExisting }: ImportFile): ImportsRow {
    const now = this.clock.now();
    return {
      id: newId(),
      organizationId: organizationOf(caller),
      createdBy: caller.userId,
      retriedBy: null,
      dryRun,
      invite,
      onExisting,
      ...rightsOf(caller),
      state: 'receiving',
      position: 0,
      total: 0,
      created: 0,
      updated: 0,
      invited: 0,
      unchanged: 0,
      refused: 0,
      createdAt: now,
      updatedAt: now,
      finishedAt: null,
      failures: 0,
      failure: null,
    };
  }
}

/** @throws AppError `forbidden` */
function assertMayUpdate({ permissions }: Caller, { onExisting }: ImportFile): void {
  if (onExisting !== 'skip' && !permissions.has('user:update'))
    throw new AppError('forbidden', { detail: 'You do not hold: user:update.' });
}

/** What an import gives at most. */
const rightsOf = ({ role, permissions }: Caller) => ({
  rank: role ?? 'EMPLOYEE',
  mayAssign: permissions.has('role:assign'),
  held: [...permissions],
});

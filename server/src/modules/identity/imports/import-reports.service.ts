import { Injectable } from '@nestjs/common';
import { events } from '@gatehouse/contracts/events';
import type { ImportLine, UserImport } from '@gatehouse/contracts/identity/imports';
import { Clock } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { decodeCursor, idCursor, type Page, toPage } from '../../../kernel/page.js';
import { Database, type Queryable } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import { type Caller, organizationOf } from '../../../platform/http/caller.js';
import { ImportLinesRepository } from './import-lines.repository.js';
import { ImportsRepository, type NamedImport } from './imports.repository.js';
import type { ImportLineRow } from './imports.table.js';

const lineCursor = /^\d{1,9}$/;

/** Tells how far imports have come, and stops them. */
@Injectable()
export class ImportReportsService {
  constructor(
    private readonly repository: ImportsRepository,
    private readonly lines: ImportLinesRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly events: Events,
  ) {}

  async list(caller: Caller, limit: number, cursor?: string): Promise<Page<UserImport>> {
    const before = cursor === undefined ? undefined : decodeCursor(cursor, idCursor);
    const { connection } = this.database;
    const rows = await this.repository.list(connection, organizationOf(caller), limit, before);
    return toPage(rows, limit, (row) => row.id, toImport);
  }

  /** @throws AppError `not_found`, also for those of other organizations. */
  async get(caller: Caller, id: string): Promise<UserImport> {
    return toImport(await this.getRow(this.database.connection, caller, id));
  }

  /** What is done stays done. @throws AppError `not_found`, `conflict` for one that has ended */
  async cancel(caller: Caller, id: string): Promise<UserImport> {
    return this.database.transaction(async (tx) => {
      const { organizationId, createdBy } = await this.getRow(tx, caller, id);
      if (!(await this.repository.cancel(tx, id, this.clock.now())))
        throw new AppError('conflict', { detail: 'The import has ended.' });
      await this.lines.cancel(tx, id);
      const cancelled = { importId: id, createdBy };
      const about = { organizationId, subject: `import/${id}` };
      await this.events.add(tx, events.importCancelled, cancelled, about);
      return toImport(await this.getRow(tx, caller, id));
    });
  }

  /** @throws AppError `not_found`, also for those of other organizations. */
  async listLines(
    caller: Caller,
    id: string,
    limit: number,
    cursor?: string,
    outcome?: ImportLine['outcome'],
  ): Promise<Page<ImportLine>> {
    await this.getRow(this.database.connection, caller, id);
    const after = cursor === undefined ? 0 : Number(decodeCursor(cursor, lineCursor));
    const query = { limit, after, outcome };
    const rows = await this.lines.list(this.database.connection, id, query);
    return toPage(rows, limit, (row) => String(row.line), toLine);
  }

  private async getRow(tx: Queryable, caller: Caller, id: string): Promise<NamedImport> {
    const row = await this.repository.find(tx, id, organizationOf(caller));
    if (!row) throw new AppError('not_found');
    return row;
  }
}

function toImport(row: NamedImport): UserImport {
  const { created, updated, invited, unchanged, refused } = row;
  const accepted = created + updated + invited;
  return {
    id: row.id,
    state: row.state,
    failure: row.failure,
    dryRun: row.dryRun,
    onExisting: row.onExisting,
    total: row.total,
    done: accepted + unchanged + refused,
    accepted,
    created,
    updated,
    invited,
    unchanged,
    refused,
    createdBy: { id: row.createdBy, name: row.importer },
    retriedBy: row.retriedBy === null ? null : { id: row.retriedBy, name: row.retrier },
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}

const toLine = ({ line, email, outcome, message }: ImportLineRow): ImportLine => ({
  line,
  email,
  outcome,
  message,
});

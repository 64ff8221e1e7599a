import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type AuditEntry, auditEntry } from '@gatehouse/contracts/audit';
import { events as catalogue } from '@gatehouse/contracts/events';
import { stringify } from 'csv-stringify/sync';
import { safeCell } from '../../../kernel/csv-cell.js';
import { Database } from '../../../platform/database/database.js';
import { Events } from '../../../platform/events/events.js';
import type { Caller } from '../../../platform/http/caller.js';
import { AuditService, type Filter } from '../audit.service.js';

export type ExportFormat = 'csv' | 'jsonl';

const columns = [
  'sequence',
  'occurredAt',
  'action',
  'actorId',
  'actorName',
  'impersonatorId',
  'impersonatorName',
  'affectedId',
  'affectedName',
  'organizationId',
  'resourceType',
  'resourceId',
  'ipAddress',
  'userAgent',
  'requestId',
  'traceId',
  'source',
  'version',
  'details',
  'hash',
] as const;
const entriesAtOnce = 500;

/** The audit trail as a file. */
@Injectable()
export class AuditExportService {
  constructor(
    private readonly audit: AuditService,
    private readonly database: Database,
    private readonly events: Events,
  ) {}

  /** A stream that reads the next page when its reader is ready for it. That it was asked for is audited. */
  async read(caller: Caller, format: ExportFormat, filter: Filter): Promise<Readable> {
    const told = Object.entries(filter).filter((entry): entry is [string, string] => !!entry[1]);
    await this.database.transaction((tx) =>
      this.events.add(tx, catalogue.auditExported, { format, filter: Object.fromEntries(told) }),
    );
    return Readable.from(this.text(caller, format, filter), { highWaterMark: 1 });
  }

  private async *text(
    caller: Caller,
    format: ExportFormat,
    filter: Filter,
  ): AsyncGenerator<string> {
    if (format === 'csv') yield stringify([[...columns]]);
    for await (const page of this.audit.pages(caller, filter, entriesAtOnce))
      yield format === 'csv' ? csvOf(page) : jsonLinesOf(page);
  }
}

const csvOf = (page: readonly AuditEntry[]): string =>
  stringify(page.map((entry) => columns.map((name) => cellOf(entry[name]))));

function cellOf(value: unknown): string {
  if (value === null) return '';
  return safeCell(typeof value === 'string' ? value : JSON.stringify(value));
}

/** Cut to the contract, as the answers of the API are. */
const jsonLinesOf = (page: readonly AuditEntry[]): string =>
  page.map((entry) => `${JSON.stringify(auditEntry.parse(entry))}\n`).join('');

import { Controller } from '@nestjs/common';
import { type ExportFormat, importRoutes } from '@gatehouse/contracts/identity/imports';
import { csvType, jsonLinesType, jsonType } from '@gatehouse/contracts/media-types';
import { mediaTypeOf, senderAtEnd } from '../../../platform/http/upload.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { filterOf } from '../users/users.service.js';
import { ExportsService } from './exports.service.js';
import { ImportReportsService } from './import-reports.service.js';
import { ImportRetriesService } from './import-retries.service.js';
import { ImportsService } from './imports.service.js';

const types: Readonly<Record<ExportFormat, string>> = {
  csv: `${csvType}; charset=utf-8`,
  jsonl: jsonLinesType,
  json: jsonType,
};

@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly reports: ImportReportsService,
    private readonly retries: ImportRetriesService,
    private readonly exports: ExportsService,
  ) {}

  @Route(importRoutes.create)
  async create({ caller, query, body, request }: Input<typeof importRoutes.create>) {
    const id = await this.imports.receive(caller, {
      type: mediaTypeOf(request),
      content: body,
      senderAtEnd: senderAtEnd(request, caller),
      dryRun: query.dryRun === 'true',
      invite: query.invite === 'true',
      onExisting: query.onExisting,
    });
    return this.reports.get(caller, id);
  }

  @Route(importRoutes.list)
  list({ caller, query: { limit, cursor } }: Input<typeof importRoutes.list>) {
    return this.reports.list(caller, limit, cursor);
  }

  @Route(importRoutes.cancel)
  cancel({ caller, params }: Input<typeof importRoutes.cancel>) {
    return this.reports.cancel(caller, params.id);
  }

  @Route(importRoutes.retry)
  async retry({ caller, params }: Input<typeof importRoutes.retry>) {
    await this.retries.retry(caller, params.id);
    return this.reports.get(caller, params.id);
  }

  @Route(importRoutes.get)
  get({ caller, params }: Input<typeof importRoutes.get>) {
    return this.reports.get(caller, params.id);
  }

  @Route(importRoutes.lines)
  lines({ caller, params, query }: Input<typeof importRoutes.lines>) {
    const { limit, cursor, outcome } = query;
    return this.reports.listLines(caller, params.id, limit, cursor, outcome);
  }

  @Route(importRoutes.export)
  export({ caller, query, reply }: Input<typeof importRoutes.export>) {
    const { format } = query;
    void reply
      .header('content-type', types[format])
      .header('content-disposition', `attachment; filename="people.${format}"`);
    return this.exports.read(caller, format, filterOf(query));
  }
}

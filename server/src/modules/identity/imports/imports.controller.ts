import { Controller } from '@nestjs/common';
import { importRoutes } from '@gatehouse/contracts/identity/imports';
import { csvType, jsonLinesType } from '@gatehouse/contracts/media-types';
import { mediaTypeOf } from '../../../platform/http/upload.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ExportsService } from './exports.service.js';
import { ImportsService } from './imports.service.js';

@Controller()
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly exports: ExportsService,
  ) {}

  @Route(importRoutes.create)
  create({ caller, query, body, request }: Input<typeof importRoutes.create>) {
    return this.imports.receive(caller, {
      type: mediaTypeOf(request),
      content: body,
      dryRun: query.dryRun === 'true',
      invite: query.invite === 'true',
    });
  }

  @Route(importRoutes.get)
  get({ caller, params }: Input<typeof importRoutes.get>) {
    return this.imports.get(caller, params.id);
  }

  @Route(importRoutes.lines)
  lines({ caller, params, query }: Input<typeof importRoutes.lines>) {
    const { limit, cursor, outcome } = query;
    return this.imports.listLines(caller, params.id, limit, cursor, outcome);
  }

  @Route(importRoutes.export)
  export({ caller, query: { format }, reply }: Input<typeof importRoutes.export>) {
    const type = format === 'csv' ? `${csvType}; charset=utf-8` : jsonLinesType;
    void reply
      .header('content-type', type)
      .header('content-disposition', `attachment; filename="people.${format}"`);
    return this.exports.read(caller, format);
  }
}

import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { apiKeyRoutes } from '@gatehouse/contracts/identity/api-keys';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyReportsService } from './key-reports.service.js';
import { OwnApiKeysService } from './own-api-keys.service.js';

@Controller()
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeysService,
    private readonly own: OwnApiKeysService,
    private readonly reports: KeyReportsService,
  ) {}

  @Route(apiKeyRoutes.list)
  list({ caller, query }: Input<typeof apiKeyRoutes.list>) {
    return this.keys.list(caller, query.limit, query.cursor);
  }

  @Route(apiKeyRoutes.usage)
  usage({ caller, params }: Input<typeof apiKeyRoutes.usage>) {
    return this.keys.getUsage(caller, params.id);
  }

  @Route(apiKeyRoutes.report)
  report({ body }: Input<typeof apiKeyRoutes.report>) {
    return this.reports.report(body.key);
  }

  @Route(apiKeyRoutes.create)
  create({ caller, body }: Input<typeof apiKeyRoutes.create>) {
    return this.own.create(caller, body);
  }

  @Route(apiKeyRoutes.update)
  async update({ caller, params, body, ifMatch, reply }: Input<typeof apiKeyRoutes.update>) {
    const key = await this.own.update(caller, params.id, body, unchangedSince(ifMatch));
    void reply.header('etag', etagOf(key.updatedAt));
    return key;
  }

  @Route(apiKeyRoutes.rotate)
  rotate({ caller, params, body }: Input<typeof apiKeyRoutes.rotate>) {
    return this.own.rotate(caller, params.id, body.overlapHours);
  }

  @Route(apiKeyRoutes.revoke)
  revoke({ caller, params }: Input<typeof apiKeyRoutes.revoke>) {
    return this.own.revoke(caller, params.id);
  }
}

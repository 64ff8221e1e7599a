import { Controller } from '@nestjs/common';
import { alertRoutes } from '@gatehouse/contracts/security/alerts';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AlertViewsService } from './alert-views.service.js';
import { AlertsService } from './alerts.service.js';
import { BulkResolvingService } from './bulk-resolving.service.js';

@Controller()
export class AlertsController {
  constructor(
    private readonly service: AlertsService,
    private readonly bulk: BulkResolvingService,
    private readonly views: AlertViewsService,
  ) {}

  @Route(alertRoutes.list)
  list({ query }: Input<typeof alertRoutes.list>) {
    return this.views.list(query);
  }

  @Route(alertRoutes.get)
  get({ params }: Input<typeof alertRoutes.get>) {
    return this.views.get(params.id);
  }

  @Route(alertRoutes.assignees)
  async assignees() {
    return { data: await this.views.assignees() };
  }

  @Route(alertRoutes.note)
  async note({ params, caller, body }: Input<typeof alertRoutes.note>) {
    return this.views.showNote(await this.service.note(params.id, caller.userId, body.text));
  }

  @Route(alertRoutes.acknowledge)
  async acknowledge({ params, caller }: Input<typeof alertRoutes.acknowledge>) {
    return this.views.show(await this.service.acknowledge(params.id, caller.userId));
  }

  @Route(alertRoutes.assign)
  async assign({ params, caller, body }: Input<typeof alertRoutes.assign>) {
    return this.views.show(await this.service.assign(params.id, caller.userId, body.assigneeId));
  }

  @Route(alertRoutes.mute)
  async mute({ params, caller, body }: Input<typeof alertRoutes.mute>) {
    return this.views.show(await this.service.mute(params.id, caller.userId, body.minutes));
  }

  @Route(alertRoutes.resolve)
  async resolve({ params, caller, body }: Input<typeof alertRoutes.resolve>) {
    return this.views.show(await this.service.resolve(params.id, caller.userId, body.reason));
  }

  @Route(alertRoutes.resolveAll)
  resolveAll({ caller, body: { reason, ...chosen } }: Input<typeof alertRoutes.resolveAll>) {
    return this.bulk.resolve(chosen, caller.userId, reason);
  }

  @Route(alertRoutes.reopen)
  async reopen({ params, caller, body }: Input<typeof alertRoutes.reopen>) {
    return this.views.show(await this.service.reopen(params.id, caller.userId, body.reason));
  }
}

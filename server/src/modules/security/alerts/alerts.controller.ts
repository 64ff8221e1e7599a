import { Controller } from '@nestjs/common';
import { alertRoutes } from '@gatehouse/contracts/security/alerts';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AlertsService } from './alerts.service.js';

@Controller()
export class AlertsController {
  constructor(private readonly service: AlertsService) {}

  @Route(alertRoutes.list)
  list({ query }: Input<typeof alertRoutes.list>) {
    return this.service.list(query.state, query.limit, query.cursor);
  }

  @Route(alertRoutes.acknowledge)
  acknowledge({ params, caller }: Input<typeof alertRoutes.acknowledge>) {
    return this.service.acknowledge(params.id, caller.userId);
  }

  @Route(alertRoutes.assign)
  assign({ params, caller, body }: Input<typeof alertRoutes.assign>) {
    return this.service.assign(params.id, caller.userId, body.assigneeId);
  }

  @Route(alertRoutes.mute)
  mute({ params, caller, body }: Input<typeof alertRoutes.mute>) {
    return this.service.mute(params.id, caller.userId, body.minutes);
  }

  @Route(alertRoutes.resolve)
  resolve({ params, caller }: Input<typeof alertRoutes.resolve>) {
    return this.service.resolve(params.id, caller.userId);
  }
}

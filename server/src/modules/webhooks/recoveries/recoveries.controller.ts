import { Controller } from '@nestjs/common';
import { webhookRoutes } from '@gatehouse/contracts/webhooks';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { RecoveriesService } from './recoveries.service.js';

@Controller()
export class RecoveriesController {
  constructor(private readonly recoveries: RecoveriesService) {}

  @Route(webhookRoutes.recover)
  recover({ caller, params, body }: Input<typeof webhookRoutes.recover>) {
    return this.recoveries.start(caller, params.id, body);
  }

  @Route(webhookRoutes.recoveries)
  list({ caller, params, query }: Input<typeof webhookRoutes.recoveries>) {
    return this.recoveries.list(caller, params.id, query);
  }

  @Route(webhookRoutes.recovery)
  get({ caller, params }: Input<typeof webhookRoutes.recovery>) {
    return this.recoveries.get(caller, params.id);
  }

  @Route(webhookRoutes.cancelRecovery)
  cancel({ caller, params }: Input<typeof webhookRoutes.cancelRecovery>) {
    return this.recoveries.cancel(caller, params.id);
  }
}

import { Controller } from '@nestjs/common';
import { webhookRoutes } from '@gatehouse/contracts/webhooks';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { DeliveriesService } from './deliveries.service.js';

@Controller()
export class DeliveriesController {
  constructor(private readonly deliveries: DeliveriesService) {}

  @Route(webhookRoutes.deliveries)
  list({ caller, params, query }: Input<typeof webhookRoutes.deliveries>) {
    return this.deliveries.list(caller, params.id, query);
  }

  @Route(webhookRoutes.delivery)
  delivery({ caller, params }: Input<typeof webhookRoutes.delivery>) {
    return this.deliveries.find(caller, params.id);
  }

  @Route(webhookRoutes.attempts)
  attempts({ caller, params, query }: Input<typeof webhookRoutes.attempts>) {
    return this.deliveries.listAttempts(caller, params.id, query.limit, query.cursor);
  }

  @Route(webhookRoutes.test)
  test({ caller, params }: Input<typeof webhookRoutes.test>) {
    return this.deliveries.test(caller, params.id);
  }

  @Route(webhookRoutes.resend)
  resend({ caller, params }: Input<typeof webhookRoutes.resend>) {
    return this.deliveries.resend(caller, params.id);
  }
}

import { Controller } from '@nestjs/common';
import { deliveryRoutes } from '@gatehouse/contracts/notifications/deliveries';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { DeliveriesService } from './deliveries.service.js';
import { ResendingService } from './resending.service.js';
import { SendingService } from './sending.service.js';

@Controller()
export class DeliveriesController {
  constructor(
    private readonly deliveries: DeliveriesService,
    private readonly sending: SendingService,
    private readonly resending: ResendingService,
  ) {}

  @Route(deliveryRoutes.send)
  send({ caller, body }: Input<typeof deliveryRoutes.send>) {
    return this.sending.send(caller, body);
  }

  @Route(deliveryRoutes.count)
  count({ caller, body }: Input<typeof deliveryRoutes.count>) {
    return this.sending.count(caller, body);
  }

  @Route(deliveryRoutes.stats)
  stats({ caller, query }: Input<typeof deliveryRoutes.stats>) {
    return this.deliveries.stats(caller, query.since);
  }

  @Route(deliveryRoutes.list)
  list({ caller, query }: Input<typeof deliveryRoutes.list>) {
    return this.deliveries.list(caller, query);
  }

  @Route(deliveryRoutes.get)
  get({ caller, params }: Input<typeof deliveryRoutes.get>) {
    return this.deliveries.get(caller, params.id);
  }

  @Route(deliveryRoutes.resend)
  resend({ caller, params }: Input<typeof deliveryRoutes.resend>) {
    return this.deliveries.resend(caller, params.id);
  }

  @Route(deliveryRoutes.resendFailed)
  resendFailed({ caller, body }: Input<typeof deliveryRoutes.resendFailed>) {
    return this.resending.resendFailed(caller, body);
  }

  @Route(deliveryRoutes.lift)
  lift({ caller, params }: Input<typeof deliveryRoutes.lift>) {
    return this.deliveries.lift(caller, params.id);
  }
}

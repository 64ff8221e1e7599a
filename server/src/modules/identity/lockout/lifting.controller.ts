import { Controller } from '@nestjs/common';
import { administrationRoutes } from '@gatehouse/contracts/identity/administration';
import { peopleRoutes } from '@gatehouse/contracts/identity/people';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { LiftingService } from './lifting.service.js';

@Controller()
export class LiftingController {
  constructor(private readonly lifting: LiftingService) {}

  @Route(administrationRoutes.liftDelays)
  liftOfMember({ caller, params }: Input<typeof administrationRoutes.liftDelays>) {
    return this.lifting.liftOfMember(caller, params.id);
  }

  @Route(peopleRoutes.liftDelays)
  liftOfAnybody({ caller, params, body }: Input<typeof peopleRoutes.liftDelays>) {
    return this.lifting.liftOfAnybody(caller, { userId: params.id, ...body });
  }
}

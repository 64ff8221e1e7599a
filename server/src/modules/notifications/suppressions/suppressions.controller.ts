import { Controller } from '@nestjs/common';
import { suppressionRoutes } from '@gatehouse/contracts/notifications/suppressions';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SuppressionsService } from './suppressions.service.js';

@Controller()
export class SuppressionsController {
  constructor(private readonly suppressions: SuppressionsService) {}

  @Route(suppressionRoutes.list)
  list({ caller, query }: Input<typeof suppressionRoutes.list>) {
    return this.suppressions.list(caller, query);
  }

  @Route(suppressionRoutes.lift)
  lift({ caller, params, body }: Input<typeof suppressionRoutes.lift>) {
    return this.suppressions.lift(caller, params.id, body.reason);
  }
}

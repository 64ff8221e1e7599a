import { Controller } from '@nestjs/common';
import { stepUpRoutes } from '@gatehouse/contracts/identity/step-up';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { StepUpService } from './step-up.service.js';

@Controller()
export class StepUpController {
  constructor(
    private readonly stepUp: StepUpService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(stepUpRoutes.begin)
  begin({ caller }: Input<typeof stepUpRoutes.begin>) {
    return this.stepUp.begin(caller);
  }

  @Route(stepUpRoutes.finish)
  async finish(input: Input<typeof stepUpRoutes.finish>) {
    const { caller, body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const pair = await this.stepUp.finish(caller, body, client);
    return this.cookies.deliver(pair, body.delivery, reply);
  }
}

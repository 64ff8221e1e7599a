import { Controller } from '@nestjs/common';
import { attemptRoutes } from '@gatehouse/contracts/security/attempts';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { LoginAttemptsService } from './login-attempts.service.js';

@Controller()
export class LoginAttemptsController {
  constructor(private readonly service: LoginAttemptsService) {}

  @Route(attemptRoutes.list)
  list({ query }: Input<typeof attemptRoutes.list>) {
    return this.service.list(query);
  }

  @Route(attemptRoutes.timeline)
  timeline({ query }: Input<typeof attemptRoutes.timeline>) {
    return this.service.timeline(query.period);
  }

  @Route(attemptRoutes.top)
  async top({ query }: Input<typeof attemptRoutes.top>) {
    return { data: await this.service.top(query) };
  }

  @Route(attemptRoutes.pivot)
  async pivot({ query }: Input<typeof attemptRoutes.pivot>) {
    return { data: await this.service.pivot(query) };
  }
}

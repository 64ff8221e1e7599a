import { Controller } from '@nestjs/common';
import { impersonationRoutes } from '@gatehouse/contracts/identity/impersonation';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { ImpersonationService } from './impersonation.service.js';

@Controller()
export class ImpersonationController {
  constructor(
    private readonly impersonation: ImpersonationService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(impersonationRoutes.begin)
  begin(input: Input<typeof impersonationRoutes.begin>) {
    const { caller, params, body } = input;
    return this.impersonation.begin(caller, params.id, body, this.cookies.clientOf(input, 'body'));
  }

  @Route(impersonationRoutes.end)
  end({ caller }: Input<typeof impersonationRoutes.end>) {
    return this.impersonation.end(caller);
  }
}

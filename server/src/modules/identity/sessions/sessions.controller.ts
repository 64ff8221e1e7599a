import { Controller } from '@nestjs/common';
import { sessionRoutes } from '@gatehouse/contracts/identity/sessions';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsController {
  constructor(private readonly sessions: SessionsService) {}

  @Route(sessionRoutes.list)
  list({ caller, query }: Input<typeof sessionRoutes.list>) {
    return this.sessions.list(caller, query.limit, query.cursor);
  }

  @Route(sessionRoutes.revoke)
  revoke({ caller, params }: Input<typeof sessionRoutes.revoke>) {
    return this.sessions.revoke(caller, params.id);
  }
}

import { Controller } from '@nestjs/common';
import { sessionRoutes } from '@gatehouse/contracts/identity/sessions';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionListService } from './session-list.service.js';
import { SessionsService } from './sessions.service.js';

@Controller()
export class SessionsController {
  constructor(
    private readonly sessions: SessionsService,
    private readonly lists: SessionListService,
  ) {}

  @Route(sessionRoutes.list)
  list({ caller, query }: Input<typeof sessionRoutes.list>) {
    const { userId, sessionId: currentId } = caller;
    return this.lists.list({ userId, currentId }, query);
  }

  @Route(sessionRoutes.revoke)
  revoke({ caller, params }: Input<typeof sessionRoutes.revoke>) {
    return this.sessions.revoke(caller, params.id);
  }

  @Route(sessionRoutes.revokeOthers)
  revokeOthers({ caller }: Input<typeof sessionRoutes.revokeOthers>) {
    return this.sessions.revokeOthers(caller);
  }
}

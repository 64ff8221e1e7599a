import { Controller } from '@nestjs/common';
import { connectionRoutes } from '@gatehouse/contracts/identity/connections';
import { BrowserKeys } from '../../../../platform/http/browser-keys.js';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { flowLife, SocialFlowsService } from '../flows/social-flows.service.js';
import { ConnectionsService } from './connections.service.js';
import { DisconnectingService } from './disconnecting.service.js';

@Controller()
export class ConnectionsController {
  constructor(
    private readonly connections: ConnectionsService,
    private readonly disconnecting: DisconnectingService,
    private readonly flows: SocialFlowsService,
    private readonly browserKeys: BrowserKeys,
  ) {}

  @Route(connectionRoutes.list)
  list({ caller, query }: Input<typeof connectionRoutes.list>) {
    return this.connections.list(caller, query.limit, query.cursor);
  }

  @Route(connectionRoutes.start)
  async start({ caller, params, reply }: Input<typeof connectionRoutes.start>) {
    await this.connections.assertMayLink(caller);
    const flow = await this.flows.begin(params.provider, caller.sessionId);
    this.browserKeys.set(flow.state, flow.browserKey, flowLife, reply);
    return { authorizationUrl: flow.authorizationUrl };
  }

  @Route(connectionRoutes.finish)
  async finish({ caller, params, body, request, reply }: Input<typeof connectionRoutes.finish>) {
    const { provider } = params;
    const browserKey = this.browserKeys.take(body.state, request, reply);
    const { sessionId } = caller;
    const identity = await this.flows.finish({ provider, response: body, browserKey, sessionId });
    return this.connections.link(caller, provider, identity);
  }

  @Route(connectionRoutes.remove)
  remove({ caller, params }: Input<typeof connectionRoutes.remove>) {
    return this.disconnecting.unlink(caller, params.id);
  }
}

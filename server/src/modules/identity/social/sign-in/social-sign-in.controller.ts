import { Controller } from '@nestjs/common';
import { socialRoutes } from '@gatehouse/contracts/identity/social';
import { BrowserKeys } from '../../../../platform/http/browser-keys.js';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { flowLife, SocialFlowsService } from '../flows/social-flows.service.js';
import { ProvidersService } from '../providers/providers.service.js';
import { SocialSignInService } from './social-sign-in.service.js';

/** Page of the console that finishes what the provider answered. */
const callbackPage = '/social-callback';

@Controller()
export class SocialSignInController {
  constructor(
    private readonly providers: ProvidersService,
    private readonly flows: SocialFlowsService,
    private readonly signIn: SocialSignInService,
    private readonly browserKeys: BrowserKeys,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(socialRoutes.providers)
  list(_input: Input<typeof socialRoutes.providers>) {
    return { providers: this.providers.list().map(({ id, label }) => ({ id, label })) };
  }

  @Route(socialRoutes.start)
  async start({ params, reply }: Input<typeof socialRoutes.start>) {
    const flow = await this.flows.begin(params.provider, null);
    this.browserKeys.set(flow.state, flow.browserKey, flowLife, reply);
    return { authorizationUrl: flow.authorizationUrl };
  }

  /**
   * Always to the same page of this origin, whatever the address says (attack 29). The answer goes in
   * the fragment, which reaches no log.
   */
  @Route(socialRoutes.callback)
  callback({ params, query, reply }: Input<typeof socialRoutes.callback>) {
    const answer = JSON.stringify({ ...query, provider: params.provider });
    const fragment = Buffer.from(answer).toString('base64url');
    void reply.header('location', `${callbackPage}#${fragment}`);
  }

  @Route(socialRoutes.finish)
  async finish(input: Input<typeof socialRoutes.finish>) {
    const { params, body, request, reply } = input;
    const browserKey = this.browserKeys.take(body.state, request, reply);
    const { provider } = params;
    const flow = { provider, response: body, browserKey, sessionId: null };
    const client = this.cookies.clientOf(input, body.delivery);
    const deviceToken = body.deviceToken ?? this.cookies.readTrusted(request);
    const answer = await this.signIn.signIn(flow, { ...client, deviceToken });
    return 'requires2FA' in answer ? answer : this.cookies.deliver(answer, body.delivery, reply);
  }
}

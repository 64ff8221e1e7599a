import { Controller } from '@nestjs/common';
import { magicLinkRoutes } from '@gatehouse/contracts/identity/magic-links';
import type { SignedIn } from '@gatehouse/contracts/identity/sign-in';
import { notBefore } from '../../../kernel/clock.js';
import { AppError } from '../../../kernel/error.js';
import { Config } from '../../../platform/config/config.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import type { Challenge } from '../sign-in/challenges/challenges.service.js';
import type { FirstStepClient } from '../sign-in/first-step.service.js';
import { MagicLinkSignInService } from './magic-link-sign-in.service.js';
import { MagicLinksService } from './magic-links.service.js';

/** Time of an answer that must not tell whether an address is known, in milliseconds (attack 8). */
const evenTime = 100;

@Controller()
export class MagicLinksController {
  constructor(
    private readonly links: MagicLinksService,
    private readonly signIn: MagicLinkSignInService,
    private readonly cookies: SessionCookies,
    private readonly config: Config,
  ) {}

  @Route(magicLinkRoutes.request)
  async request({ body, clientAddress }: Input<typeof magicLinkRoutes.request>) {
    this.assertEnabled();
    const ticket = await notBefore(evenTime, this.links.send(body.email, clientAddress));
    return { status: 'mail_sent_if_known', ticket } as const;
  }

  @Route(magicLinkRoutes.verify)
  async verify(input: Input<typeof magicLinkRoutes.verify>) {
    return this.deliver(input, (client) =>
      this.signIn.signIn({ kind: 'link', token: input.body.token }, client),
    );
  }

  @Route(magicLinkRoutes.enterCode)
  async enterCode(input: Input<typeof magicLinkRoutes.enterCode>) {
    const { ticket, code } = input.body;
    return this.deliver(input, (client) =>
      notBefore(evenTime, this.signIn.signIn({ kind: 'code', ticket, code }, client)),
    );
  }

  private async deliver(
    input: Input<typeof magicLinkRoutes.verify> | Input<typeof magicLinkRoutes.enterCode>,
    signIn: (client: FirstStepClient) => Promise<SignedIn | Challenge>,
  ) {
    this.assertEnabled();
    const { body, request, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const deviceToken = body.deviceToken ?? this.cookies.readTrusted(request);
    const answer = await signIn({ ...client, deviceToken });
    return 'requires2FA' in answer ? answer : this.cookies.deliver(answer, body.delivery, reply);
  }

  private assertEnabled(): void {
    if (!this.config.GATEHOUSE_MAGIC_LINK) throw new AppError('magic_link_disabled');
  }
}

import { Controller } from '@nestjs/common';
import { setupRoutes } from '@gatehouse/contracts/identity/setup';
import { Config } from '../../../platform/config/config.js';
import { catchesMail } from '../../../platform/mail/mailbox.controller.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SetupService } from './setup.service.js';

@Controller()
export class SetupController {
  constructor(
    private readonly setup: SetupService,
    private readonly config: Config,
  ) {}

  @Route(setupRoutes.status)
  async status() {
    return {
      required: await this.setup.isRequired(),
      registrationEnabled: this.config.GATEHOUSE_REGISTRATION,
      magicLinkEnabled: this.config.GATEHOUSE_MAGIC_LINK,
      mailboxEnabled: catchesMail(this.config),
    };
  }

  @Route(setupRoutes.complete)
  complete({ body }: Input<typeof setupRoutes.complete>) {
    const { token, ...owner } = body;
    return this.setup.complete(token, owner);
  }
}

import { Controller } from '@nestjs/common';
import { emailChangeRoutes } from '@gatehouse/contracts/identity/emails/email-changes';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ProofsService } from '../sign-in/proofs.service.js';
import { EmailChangesService } from './email-changes.service.js';
import { EmailConfirmationService } from './email-confirmation.service.js';

@Controller()
export class EmailChangesController {
  constructor(
    private readonly changes: EmailChangesService,
    private readonly confirmation: EmailConfirmationService,
    private readonly proofs: ProofsService,
  ) {}

  @Route(emailChangeRoutes.request)
  async request({ caller, body }: Input<typeof emailChangeRoutes.request>) {
    await this.proofs.requirePasswordIfAny(caller, body.password);
    await this.changes.request(caller, body.newEmail, 'replace');
    return { status: 'confirmation_sent' } as const;
  }

  @Route(emailChangeRoutes.confirm)
  confirm({ body }: Input<typeof emailChangeRoutes.confirm>) {
    return this.confirmation.confirm(body.token);
  }
}

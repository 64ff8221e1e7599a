import { Controller } from '@nestjs/common';
import { invitationRoutes } from '@gatehouse/contracts/identity/invitations';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AcceptanceService } from './acceptance.service.js';
import { InvitationsService } from './invitations.service.js';
import { NewcomersService } from './newcomers.service.js';

@Controller()
export class InvitationsController {
  constructor(
    private readonly invitations: InvitationsService,
    private readonly acceptance: AcceptanceService,
    private readonly newcomers: NewcomersService,
  ) {}

  @Route(invitationRoutes.list)
  list({ caller, query }: Input<typeof invitationRoutes.list>) {
    return this.invitations.list(caller, query.limit, query.cursor);
  }

  @Route(invitationRoutes.create)
  create({ caller, body }: Input<typeof invitationRoutes.create>) {
    return this.invitations.create(caller, body);
  }

  @Route(invitationRoutes.resend)
  resend({ caller, params }: Input<typeof invitationRoutes.resend>) {
    return this.invitations.resend(caller, params.id);
  }

  @Route(invitationRoutes.revoke)
  revoke({ caller, params }: Input<typeof invitationRoutes.revoke>) {
    return this.invitations.revoke(caller, params.id);
  }

  @Route(invitationRoutes.inspect)
  inspect({ body }: Input<typeof invitationRoutes.inspect>) {
    return this.acceptance.inspect(body.token);
  }

  @Route(invitationRoutes.accept)
  accept({ caller, body }: Input<typeof invitationRoutes.accept>) {
    return this.acceptance.accept(caller, body.token);
  }

  @Route(invitationRoutes.register)
  register({ body }: Input<typeof invitationRoutes.register>) {
    return this.newcomers.register(body);
  }
}

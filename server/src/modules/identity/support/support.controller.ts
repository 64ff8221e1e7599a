import { Controller } from '@nestjs/common';
import { supportRoutes } from '@gatehouse/contracts/identity/support';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { SupportClosingService } from './support-closing.service.js';
import { SupportService } from './support.service.js';

@Controller()
export class SupportController {
  constructor(
    private readonly support: SupportService,
    private readonly closing: SupportClosingService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(supportRoutes.listOrganizations)
  listOrganizations({ query }: Input<typeof supportRoutes.listOrganizations>) {
    return this.support.listOrganizations(query.search, query.limit, query.cursor);
  }

  @Route(supportRoutes.getOrganization)
  getOrganization({ params }: Input<typeof supportRoutes.getOrganization>) {
    return this.support.getOrganization(params.id);
  }

  @Route(supportRoutes.closeOrganization)
  close({ caller, params, body }: Input<typeof supportRoutes.closeOrganization>) {
    return this.closing.close(caller, params.id, body.reason);
  }

  @Route(supportRoutes.reopenOrganization)
  reopen({ caller, params, body }: Input<typeof supportRoutes.reopenOrganization>) {
    return this.closing.reopen(caller, params.id, body.reason);
  }

  @Route(supportRoutes.listPeople)
  listPeople({ params, query }: Input<typeof supportRoutes.listPeople>) {
    return this.support.listPeople(params.id, query.search, query.limit, query.cursor);
  }

  @Route(supportRoutes.getPolicies)
  getPolicies({ params }: Input<typeof supportRoutes.getPolicies>) {
    return this.support.getPolicies(params.id);
  }

  @Route(supportRoutes.impersonate)
  impersonate(input: Input<typeof supportRoutes.impersonate>) {
    const { caller, params, body } = input;
    const whom = { organizationId: params.id, userId: params.userId };
    return this.support.impersonate(caller, whom, body, this.cookies.clientOf(input, 'body'));
  }
}

import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { organizationRoutes } from '@gatehouse/contracts/identity/organizations';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { OrganizationSummaryService } from './organization-summary.service.js';
import { OrganizationsService } from './organizations.service.js';
import { OwnMembershipService } from '../memberships/own-membership.service.js';
import { SwitchingService } from '../memberships/switching.service.js';

@Controller()
export class OrganizationsController {
  constructor(
    private readonly organizations: OrganizationsService,
    private readonly summaries: OrganizationSummaryService,
    private readonly membership: OwnMembershipService,
    private readonly switching: SwitchingService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(organizationRoutes.list)
  list({ caller, query }: Input<typeof organizationRoutes.list>) {
    return this.organizations.list(caller, query.limit, query.cursor);
  }

  @Route(organizationRoutes.create)
  create({ caller, body }: Input<typeof organizationRoutes.create>) {
    return this.organizations.create(caller, body.name);
  }

  @Route(organizationRoutes.current)
  async current({ caller, reply }: Input<typeof organizationRoutes.current>) {
    const organization = await this.organizations.getCurrent(caller);
    void reply.header('etag', etagOf(organization.updatedAt));
    return organization;
  }

  @Route(organizationRoutes.update)
  async update({ caller, body, ifMatch, reply }: Input<typeof organizationRoutes.update>) {
    const since = unchangedSince(ifMatch);
    const organization = await this.organizations.update(caller, body, since);
    void reply.header('etag', etagOf(organization.updatedAt));
    return organization;
  }

  @Route(organizationRoutes.summary)
  summary({ caller }: Input<typeof organizationRoutes.summary>) {
    return this.summaries.summarize(caller);
  }

  @Route(organizationRoutes.switch)
  async switch({ caller, params, body, reply }: Input<typeof organizationRoutes.switch>) {
    const answer = await this.switching.switch(caller, params.id);
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(organizationRoutes.leave)
  async leave({ caller, reply }: Input<typeof organizationRoutes.leave>) {
    await this.membership.leave(caller);
    this.cookies.clear(reply);
  }
}

import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { policyRoutes } from '@gatehouse/contracts/identity/policies';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { PoliciesService } from './policies.service.js';

@Controller()
export class PoliciesController {
  constructor(private readonly service: PoliciesService) {}

  @Route(policyRoutes.get)
  async get({ caller, reply }: Input<typeof policyRoutes.get>) {
    const { policies, updatedAt } = await this.service.get(caller);
    void reply.header('etag', etagOf(updatedAt));
    return policies;
  }

  @Route(policyRoutes.replace)
  async replace({ caller, body, ifMatch, reply }: Input<typeof policyRoutes.replace>) {
    const since = unchangedSince(ifMatch);
    const { policies, updatedAt } = await this.service.replace(caller, body, since);
    void reply.header('etag', etagOf(updatedAt));
    return policies;
  }
}

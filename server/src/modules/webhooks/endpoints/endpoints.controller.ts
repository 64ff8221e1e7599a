import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { webhookRoutes } from '@gatehouse/contracts/webhooks';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { EndpointsService, toEndpoint } from './endpoints.service.js';
import { eventTypes } from './event-types.js';

@Controller()
export class EndpointsController {
  constructor(private readonly endpoints: EndpointsService) {}

  @Route(webhookRoutes.eventTypes)
  eventTypes() {
    return { data: [...eventTypes] };
  }

  @Route(webhookRoutes.list)
  list({ caller, query }: Input<typeof webhookRoutes.list>) {
    return this.endpoints.list(caller, query.limit, query.cursor);
  }

  @Route(webhookRoutes.create)
  create({ caller, body }: Input<typeof webhookRoutes.create>) {
    return this.endpoints.create(caller, body);
  }

  @Route(webhookRoutes.get)
  async get({ caller, params, reply }: Input<typeof webhookRoutes.get>) {
    const row = await this.endpoints.get(caller, params.id);
    void reply.header('etag', etagOf(row.updatedAt));
    return toEndpoint(row);
  }

  @Route(webhookRoutes.update)
  async update({ caller, params, body, ifMatch, reply }: Input<typeof webhookRoutes.update>) {
    const row = await this.endpoints.update(caller, params.id, body, unchangedSince(ifMatch));
    void reply.header('etag', etagOf(row.updatedAt));
    return toEndpoint(row);
  }

  @Route(webhookRoutes.remove)
  remove({ caller, params }: Input<typeof webhookRoutes.remove>) {
    return this.endpoints.remove(caller, params.id);
  }

  @Route(webhookRoutes.pause)
  async pause({ caller, params }: Input<typeof webhookRoutes.pause>) {
    return toEndpoint(await this.endpoints.pause(caller, params.id));
  }

  @Route(webhookRoutes.resume)
  async resume({ caller, params }: Input<typeof webhookRoutes.resume>) {
    return toEndpoint(await this.endpoints.resume(caller, params.id));
  }

  @Route(webhookRoutes.rotateSecret)
  rotateSecret({ caller, params, body }: Input<typeof webhookRoutes.rotateSecret>) {
    return this.endpoints.rotateSecret(caller, params.id, body.overlapHours);
  }
}

import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { serviceAccountRoutes } from '@gatehouse/contracts/identity/service-accounts';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ServiceAccountKeysService } from './service-account-keys.service.js';

@Controller()
export class ServiceAccountKeysController {
  constructor(private readonly keys: ServiceAccountKeysService) {}

  @Route(serviceAccountRoutes.listKeys)
  list({ caller, params, query }: Input<typeof serviceAccountRoutes.listKeys>) {
    return this.keys.list(caller, params.id, query.limit, query.cursor);
  }

  @Route(serviceAccountRoutes.keyUsage)
  usage({ caller, params }: Input<typeof serviceAccountRoutes.keyUsage>) {
    return this.keys.getUsage(caller, params.id, params.keyId);
  }

  @Route(serviceAccountRoutes.createKey)
  create({ caller, params, body }: Input<typeof serviceAccountRoutes.createKey>) {
    return this.keys.create(caller, params.id, body);
  }

  @Route(serviceAccountRoutes.updateKey)
  async update(input: Input<typeof serviceAccountRoutes.updateKey>) {
    const { caller, params, body, ifMatch, reply } = input;
    const since = unchangedSince(ifMatch);
    const key = await this.keys.update(caller, params.id, params.keyId, body, since);
    void reply.header('etag', etagOf(key.updatedAt));
    return key;
  }

  @Route(serviceAccountRoutes.rotateKey)
  rotate({ caller, params, body }: Input<typeof serviceAccountRoutes.rotateKey>) {
    return this.keys.rotate(caller, params.id, params.keyId, body.overlapHours);
  }

  @Route(serviceAccountRoutes.revokeKey)
  revoke({ caller, params }: Input<typeof serviceAccountRoutes.revokeKey>) {
    return this.keys.revoke(caller, params.id, params.keyId);
  }
}

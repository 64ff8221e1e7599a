import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { roleRoutes } from '@gatehouse/contracts/identity/roles';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { RoleRemovalService } from './role-removal.service.js';
import { RolesService } from './roles.service.js';

@Controller()
export class RolesController {
  constructor(
    private readonly service: RolesService,
    private readonly removal: RoleRemovalService,
  ) {}

  @Route(roleRoutes.list)
  list({ caller }: Input<typeof roleRoutes.list>) {
    return this.service.list(caller);
  }

  @Route(roleRoutes.create)
  create({ caller, body }: Input<typeof roleRoutes.create>) {
    return this.service.create(caller, body);
  }

  @Route(roleRoutes.update)
  async update({ caller, params, body, ifMatch, reply }: Input<typeof roleRoutes.update>) {
    const since = unchangedSince(ifMatch);
    const role = await this.service.update(caller, params.id, body, since);
    if (role.updatedAt !== null) void reply.header('etag', etagOf(role.updatedAt));
    return role;
  }

  @Route(roleRoutes.remove)
  remove({ caller, params, query }: Input<typeof roleRoutes.remove>) {
    return this.removal.remove(caller, params.id, query.replacement);
  }
}

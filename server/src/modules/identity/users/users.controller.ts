import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { userRoutes } from '@gatehouse/contracts/identity/users';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { NewMembersService } from '../memberships/new-members.service.js';
import { toMember, toUser } from './account.js';
import { StandingService } from './standing.service.js';
import { filterOf, UsersService } from './users.service.js';

@Controller()
export class UsersController {
  constructor(
    private readonly users: UsersService,
    private readonly newMembers: NewMembersService,
    private readonly standing: StandingService,
  ) {}

  @Route(userRoutes.list)
  list({ caller, query }: Input<typeof userRoutes.list>) {
    const { limit, cursor, sort } = query;
    return this.users.list(caller, filterOf(query), limit, cursor, sort);
  }

  @Route(userRoutes.create)
  create({ caller, body }: Input<typeof userRoutes.create>) {
    return this.newMembers.add(caller, body);
  }

  @Route(userRoutes.get)
  async get({ caller, params, reply }: Input<typeof userRoutes.get>) {
    const account = await this.users.get(caller, params.id);
    void reply.header('etag', etagOf(account.updatedAt));
    return toMember(account);
  }

  @Route(userRoutes.update)
  async update({ caller, params, body, ifMatch, reply }: Input<typeof userRoutes.update>) {
    const account = await this.users.change(caller, params.id, body, unchangedSince(ifMatch));
    void reply.header('etag', etagOf(account.updatedAt));
    return toMember(account);
  }

  @Route(userRoutes.remove)
  remove({ caller, params }: Input<typeof userRoutes.remove>) {
    return this.standing.remove(caller, params.id);
  }

  @Route(userRoutes.deactivate)
  async deactivate({ caller, params }: Input<typeof userRoutes.deactivate>) {
    return toUser(await this.standing.deactivate(caller, params.id));
  }

  @Route(userRoutes.activate)
  async activate({ caller, params }: Input<typeof userRoutes.activate>) {
    return toUser(await this.standing.activate(caller, params.id));
  }

  @Route(userRoutes.assignRole)
  async assignRole({ caller, params, body }: Input<typeof userRoutes.assignRole>) {
    return toUser(await this.standing.assignRole(caller, params.id, body.role));
  }
}

import { Controller } from '@nestjs/common';
import { etagOf } from '@gatehouse/contracts/etag';
import { groupRoutes } from '@gatehouse/contracts/identity/groups/groups';
import { unchangedSince } from '../../../platform/http/etag.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { GroupListsService } from './group-lists.service.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupsService } from './groups.service.js';

@Controller()
export class GroupsController {
  constructor(
    private readonly groups: GroupsService,
    private readonly members: GroupMembersService,
    private readonly lists: GroupListsService,
  ) {}

  @Route(groupRoutes.list)
  list({ caller, query }: Input<typeof groupRoutes.list>) {
    return this.lists.list(caller, query);
  }

  @Route(groupRoutes.create)
  create({ caller, body }: Input<typeof groupRoutes.create>) {
    return this.groups.create(caller, body);
  }

  @Route(groupRoutes.get)
  async get({ caller, params, reply }: Input<typeof groupRoutes.get>) {
    const group = await this.lists.get(caller, params.id);
    void reply.header('etag', etagOf(group.updatedAt));
    return group;
  }

  @Route(groupRoutes.update)
  async update({ caller, params, body, ifMatch, reply }: Input<typeof groupRoutes.update>) {
    const since = unchangedSince(ifMatch);
    const group = await this.groups.update(caller, params.id, body, since);
    void reply.header('etag', etagOf(group.updatedAt));
    return group;
  }

  @Route(groupRoutes.remove)
  remove({ caller, params }: Input<typeof groupRoutes.remove>) {
    return this.groups.remove(caller, params.id);
  }

  @Route(groupRoutes.listMembers)
  listMembers({ caller, params, query }: Input<typeof groupRoutes.listMembers>) {
    return this.lists.listMembers(caller, params.id, query);
  }

  @Route(groupRoutes.addMember)
  addMember({ caller, params }: Input<typeof groupRoutes.addMember>) {
    return this.members.add(caller, params.id, params.userId);
  }

  @Route(groupRoutes.removeMember)
  removeMember({ caller, params }: Input<typeof groupRoutes.removeMember>) {
    return this.members.remove(caller, params.id, params.userId);
  }

  @Route(groupRoutes.listOf)
  listOf({ caller, params }: Input<typeof groupRoutes.listOf>) {
    return this.lists.listOf(caller, params.id);
  }
}

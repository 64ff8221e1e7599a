import type { IdentityParts } from '../identity-parts.js';
import { GroupListsService } from './group-lists.service.js';
import { GroupMembersRepository } from './group-members.repository.js';
import { GroupMembersService } from './group-members.service.js';
import { GroupsController } from './groups.controller.js';
import { GroupsRepository } from './groups.repository.js';
import { GroupsService } from './groups.service.js';

export const groupsParts: IdentityParts = {
  controllers: [GroupsController],
  providers: [
    GroupsRepository,
    GroupMembersRepository,
    GroupsService,
    GroupListsService,
    GroupMembersService,
  ],
};

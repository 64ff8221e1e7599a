import type { IdentityParts } from '../identity-parts.js';
import { GrantsService } from './grants.service.js';
import { RolesController } from './roles.controller.js';
import { RolesRepository } from './roles.repository.js';
import { RoleRemovalService } from './role-removal.service.js';
import { RolesService } from './roles.service.js';

export const rolesParts: IdentityParts = {
  controllers: [RolesController],
  providers: [RolesRepository, RolesService, RoleRemovalService, GrantsService],
};

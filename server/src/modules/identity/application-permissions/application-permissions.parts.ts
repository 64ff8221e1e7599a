import type { IdentityParts } from '../identity-parts.js';
import { ApplicationPermissionsController } from './application-permissions.controller.js';
import { ApplicationPermissionsRepository } from './application-permissions.repository.js';
import { ApplicationPermissionsService } from './application-permissions.service.js';

export const applicationPermissionsParts: IdentityParts = {
  controllers: [ApplicationPermissionsController],
  providers: [ApplicationPermissionsRepository, ApplicationPermissionsService],
};

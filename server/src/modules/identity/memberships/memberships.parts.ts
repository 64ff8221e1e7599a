import type { IdentityParts } from '../identity-parts.js';
import { MembershipService } from './membership.service.js';
import { MembershipsRepository } from './memberships.repository.js';
import { NewMembersService } from './new-members.service.js';
import { OwnMembershipService } from './own-membership.service.js';
import { RoleAssignmentService } from './role-assignment.service.js';
import { SwitchingService } from './switching.service.js';
import { OwnerAlertsListener } from './owner-alerts.listener.js';
import { OwnersController } from './owners.controller.js';
import { OwnersService } from './owners.service.js';

export const membershipsParts: IdentityParts = {
  controllers: [OwnersController],
  providers: [
    NewMembersService,
    MembershipsRepository,
    MembershipService,
    OwnMembershipService,
    SwitchingService,
    OwnerAlertsListener,
    OwnersService,
    RoleAssignmentService,
  ],
};

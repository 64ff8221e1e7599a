import type { IdentityParts } from '../identity-parts.js';
import { AcceptanceService } from './acceptance.service.js';
import { InvitableService } from './invitable.service.js';
import { InvitationLinksService } from './invitation-links.service.js';
import { InvitationsController } from './invitations.controller.js';
import { InvitationsRepository } from './invitations.repository.js';
import { InvitationsService } from './invitations.service.js';
import { NewInvitationsService } from './new-invitations.service.js';
import { NewcomersService } from './newcomers.service.js';

export const invitationsParts: IdentityParts = {
  controllers: [InvitationsController],
  providers: [
    InvitableService,
    InvitationsRepository,
    InvitationsService,
    NewInvitationsService,
    InvitationLinksService,
    AcceptanceService,
    NewcomersService,
  ],
};

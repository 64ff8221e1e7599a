import type { IdentityParts } from '../identity-parts.js';
import { BrowserKeys } from '../../../platform/http/browser-keys.js';
import { ConnectionMailsService } from './connections/connection-mails.service.js';
import { ConnectionsController } from './connections/connections.controller.js';
import { ConnectionsRepository } from './connections/connections.repository.js';
import { ConnectionsService } from './connections/connections.service.js';
import { DisconnectingService } from './connections/disconnecting.service.js';
import { SocialFlowsRepository } from './flows/social-flows.repository.js';
import { SocialFlowsService } from './flows/social-flows.service.js';
import { ProvidersService } from './providers/providers.service.js';
import { AdmissionService } from './sign-in/admission.service.js';
import { EntranceService } from './sign-in/entrance.service.js';
import { NewcomersService } from './sign-in/newcomers.service.js';
import { SocialSignInController } from './sign-in/social-sign-in.controller.js';
import { SocialSignInService } from './sign-in/social-sign-in.service.js';

export const socialParts: IdentityParts = {
  controllers: [SocialSignInController, ConnectionsController],
  providers: [
    BrowserKeys,
    ProvidersService,
    SocialFlowsRepository,
    SocialFlowsService,
    ConnectionsRepository,
    ConnectionMailsService,
    ConnectionsService,
    DisconnectingService,
    AdmissionService,
    NewcomersService,
    EntranceService,
    SocialSignInService,
  ],
};

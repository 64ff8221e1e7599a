import type { IdentityParts } from '../identity-parts.js';
import { Authenticator } from '../../../platform/http/caller.js';
import { LiveSessionsRepository } from './live-sessions.repository.js';
import { RefreshTokensRepository } from './refresh-tokens.repository.js';
import { RefreshTokensService } from './refresh-tokens.service.js';
import { SessionAuthenticator } from './session-authenticator.service.js';
import { SessionCookies } from './session-cookies.js';
import { SessionSuccessionService } from './session-succession.service.js';
import { SessionListService } from './session-list.service.js';
import { SessionsController } from './sessions.controller.js';
import { SessionsRepository } from './sessions.repository.js';
import { SessionsService } from './sessions.service.js';

export const sessionsParts: IdentityParts = {
  controllers: [SessionsController],
  providers: [
    SessionsRepository,
    LiveSessionsRepository,
    RefreshTokensRepository,
    SessionsService,
    SessionListService,
    SessionSuccessionService,
    RefreshTokensService,
    SessionCookies,
    { provide: Authenticator, useClass: SessionAuthenticator },
  ],
};

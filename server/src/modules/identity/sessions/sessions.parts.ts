import type { IdentityParts } from '../identity-parts.js';
import { Authenticator } from '../../../platform/http/caller.js';
import { KnownSessionsService } from './live/known-sessions.service.js';
import { LiveSessionsRepository } from './live/live-sessions.repository.js';
import { SessionAuthenticator } from './live/session-authenticator.service.js';
import { RefreshEndingsService } from './refresh/refresh-endings.service.js';
import { RefreshTokensRepository } from './refresh/refresh-tokens.repository.js';
import { RefreshTokensService } from './refresh/refresh-tokens.service.js';
import { TokenRotationService } from './refresh/token-rotation.service.js';
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
    KnownSessionsService,
    LiveSessionsRepository,
    RefreshTokensRepository,
    SessionsService,
    SessionListService,
    SessionSuccessionService,
    RefreshTokensService,
    TokenRotationService,
    RefreshEndingsService,
    SessionCookies,
    { provide: Authenticator, useClass: SessionAuthenticator },
  ],
};

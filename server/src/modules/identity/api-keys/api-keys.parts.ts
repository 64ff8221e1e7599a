import type { IdentityParts } from '../identity-parts.js';
import { KeyAuthenticator } from '../../../platform/http/caller.js';
import { ApiKeyAuthenticator } from './calls/api-key-authenticator.service.js';
import { ApiKeysController } from './api-keys.controller.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyExpiryJob } from './expiry/key-expiry.job.js';
import { KeyExpiryRepository } from './expiry/key-expiry.repository.js';
import { KeyAlertsListener } from './key-alerts.listener.js';
import { KeyChangesService } from './key-changes.service.js';
import { KeyMailsService } from './key-mails.service.js';
import { KeyReportsService } from './key-reports.service.js';
import { KnownKeysService } from './calls/known-keys.service.js';
import { KeyLimitsService } from './limits/key-limits.service.js';
import { LiveApiKeysRepository } from './calls/live-api-keys.repository.js';
import { KeyRefusalsService } from './key-refusals.service.js';
import { OwnApiKeysService } from './own-api-keys.service.js';

export const apiKeysParts: IdentityParts = {
  controllers: [ApiKeysController],
  providers: [
    ApiKeysRepository,
    KeyExpiryJob,
    KeyExpiryRepository,
    KeyAlertsListener,
    KeyChangesService,
    KeyLimitsService,
    KeyMailsService,
    KeyReportsService,
    KnownKeysService,
    LiveApiKeysRepository,
    ApiKeysService,
    KeyRefusalsService,
    OwnApiKeysService,
    { provide: KeyAuthenticator, useClass: ApiKeyAuthenticator },
  ],
};

import type { SecurityParts } from '../security-parts.js';
import { AlertNotesRepository } from './alert-notes.repository.js';
import { AlertViewsService } from './alert-views.service.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsRepository } from './alerts.repository.js';
import { AlertsService } from './alerts.service.js';
import { BulkResolvingService } from './bulk-resolving.service.js';
import { QuietAlertsJob } from './quiet-alerts.job.js';
import { RaisingService } from './raising.service.js';

export const alertParts: SecurityParts = {
  controllers: [AlertsController],
  providers: [
    AlertsRepository,
    AlertNotesRepository,
    AlertViewsService,
    AlertsService,
    RaisingService,
    BulkResolvingService,
    QuietAlertsJob,
  ],
};

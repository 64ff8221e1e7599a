import type { IdentityParts } from '../identity-parts.js';
import { ArrivalsService } from './people/arrivals.service.js';
import { ImportersService } from './checking/importers.service.js';
import { ExportsService } from './exports.service.js';
import { ImportJudgementService } from './import-judgement.service.js';
import { ImportedUsersService } from './people/imported-users.service.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports.job.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';

export const importsParts: IdentityParts = {
  controllers: [ImportsController],
  providers: [
    ImportsRepository,
    ImportersService,
    ArrivalsService,
    ImportsService,
    ImportJudgementService,
    ImportedUsersService,
    ImportsJob,
    ExportsService,
  ],
};

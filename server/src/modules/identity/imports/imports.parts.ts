import type { IdentityParts } from '../identity-parts.js';
import { ImportersService } from './checking/importers.service.js';
import { ExportsService } from './exports.service.js';
import { ImportLinesRepository } from './import-lines.repository.js';
import { ImportReportsService } from './import-reports.service.js';
import { ImportRetriesService } from './import-retries.service.js';
import { ImportsController } from './imports.controller.js';
import { ImportsJob } from './imports.job.js';
import { ImportsRepository } from './imports.repository.js';
import { ImportsService } from './imports.service.js';
import { ArrivalsService } from './people/arrivals.service.js';
import { ImportJudgementService } from './people/import-judgement.service.js';
import { ImportedPeopleService } from './people/imported-people.service.js';
import { InvitedPeopleService } from './people/invited-people.service.js';
import { MemberChangesService } from './people/member-changes.service.js';
import { NewPeopleService } from './people/new-people.service.js';
import { UpdatedMembersService } from './people/updated-members.service.js';
import { ImportFilesService } from './reading/import-files.service.js';

export const importsParts: IdentityParts = {
  controllers: [ImportsController],
  providers: [
    ImportsRepository,
    ImportLinesRepository,
    ImportersService,
    ImportFilesService,
    ImportsService,
    ImportReportsService,
    ImportRetriesService,
    ImportJudgementService,
    ArrivalsService,
    NewPeopleService,
    MemberChangesService,
    UpdatedMembersService,
    InvitedPeopleService,
    ImportedPeopleService,
    ImportsJob,
    ExportsService,
  ],
};

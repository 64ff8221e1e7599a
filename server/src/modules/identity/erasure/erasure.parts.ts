import type { IdentityParts } from '../identity-parts.js';
import { DepartureService } from './departure.service.js';
import { ErasureSignInListener } from './erasure-sign-in.listener.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureJob } from './erasure.job.js';
import { ErasureService } from './erasure.service.js';
import { ErasuresRepository } from './erasures.repository.js';
import { PersonalDataRepository } from './personal-data.repository.js';

export const erasureParts: IdentityParts = {
  controllers: [ErasureController],
  providers: [
    ErasuresRepository,
    PersonalDataRepository,
    DepartureService,
    ErasureService,
    ErasureSignInListener,
    ErasureJob,
  ],
};

import type { IdentityParts } from '../identity-parts.js';
import { DepartureService } from './departure.service.js';
import { ErasingService } from './erasing/erasing.service.js';
import { ErasureSignInListener } from './erasure-sign-in.listener.js';
import { ErasureController } from './erasure.controller.js';
import { ErasureJob } from './erasing/erasure.job.js';
import { ErasureMailsService } from './erasure-mails.service.js';
import { ErasureService } from './erasure.service.js';
import { ErasuresRepository } from './erasures.repository.js';
import { ErasureOrdersController } from './orders/erasure-orders.controller.js';
import { ErasureOrdersService } from './orders/erasure-orders.service.js';
import { InactiveAccountsRepository } from './orders/inactive-accounts.repository.js';
import { OrderingService } from './orders/ordering.service.js';
import { PersonalDataRepository } from './erasing/personal-data.repository.js';
import { PersonalEventsRepository } from './erasing/personal-events.repository.js';
import { SweepingService } from './erasing/sweeping.service.js';
import { TracesService } from './erasing/traces.service.js';

export const erasureParts: IdentityParts = {
  controllers: [ErasureController, ErasureOrdersController],
  providers: [
    ErasuresRepository,
    PersonalDataRepository,
    PersonalEventsRepository,
    DepartureService,
    ErasureMailsService,
    ErasureService,
    ErasureSignInListener,
    TracesService,
    ErasingService,
    SweepingService,
    ErasureJob,
    InactiveAccountsRepository,
    OrderingService,
    ErasureOrdersService,
  ],
};

import type { IdentityParts } from '../identity-parts.js';
import { InterventionsService } from './interventions.service.js';
import { PeopleController } from './people.controller.js';
import { PeopleAddressesService } from './people-addresses.service.js';
import { PeopleDeedsService } from './people-deeds.service.js';
import { PeopleExportsService } from './people-exports.service.js';
import { PeoplePicturesService } from './people-pictures.service.js';
import { PeopleRepository } from './people.repository.js';
import { PeopleService } from './people.service.js';

export const peopleParts: IdentityParts = {
  controllers: [PeopleController],
  providers: [
    PeopleRepository,
    PeopleService,
    InterventionsService,
    PeopleDeedsService,
    PeopleAddressesService,
    PeopleExportsService,
    PeoplePicturesService,
  ],
};

import type { IdentityParts } from '../identity-parts.js';
import { FamiliarityRepository } from './familiarity.repository.js';
import { FamiliarityService } from './familiarity.service.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { KnownPlacesRepository } from './known-places.repository.js';

export const devicesParts: IdentityParts = {
  controllers: [],
  providers: [
    KnownDevicesRepository,
    KnownPlacesRepository,
    FamiliarityRepository,
    FamiliarityService,
  ],
};

import type { IdentityParts } from '../identity-parts.js';
import { KnownDevicesRepository } from './known-devices.repository.js';
import { KnownPlacesRepository } from './known-places.repository.js';

export const devicesParts: IdentityParts = {
  controllers: [],
  providers: [KnownDevicesRepository, KnownPlacesRepository],
};

import type { IdentityParts } from '../identity-parts.js';
import { KnownDevicesRepository } from './known-devices.repository.js';

export const devicesParts: IdentityParts = {
  controllers: [],
  providers: [KnownDevicesRepository],
};

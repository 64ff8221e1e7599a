import type { IdentityParts } from '../identity-parts.js';
import { ProfileController } from './profile.controller.js';
import { ProfileReaderService } from './profile-reader.service.js';
import { ProfileService } from './profile.service.js';

export const profileParts: IdentityParts = {
  controllers: [ProfileController],
  providers: [ProfileReaderService, ProfileService],
};

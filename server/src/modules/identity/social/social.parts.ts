import type { IdentityParts } from '../identity-parts.js';
import { socialProviders, socialControllers } from './social.providers.js';

export const socialParts: IdentityParts = {
  controllers: [...socialControllers],
  providers: [...socialProviders],
};

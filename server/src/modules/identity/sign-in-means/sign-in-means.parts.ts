import type { IdentityParts } from '../identity-parts.js';
import { SignInMeansRepository } from './sign-in-means.repository.js';
import { SignInMeansService } from './sign-in-means.service.js';

export const signInMeansParts: IdentityParts = {
  controllers: [],
  providers: [SignInMeansRepository, SignInMeansService],
};

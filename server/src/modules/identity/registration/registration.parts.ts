import type { IdentityParts } from '../identity-parts.js';
import { ConfirmationService } from './confirmation.service.js';
import { RegistrationAttemptsService } from './registration-attempts.service.js';
import { RegistrationController } from './registration.controller.js';
import { RegistrationService } from './registration.service.js';
import { RegistrationsRepository } from './registrations.repository.js';

export const registrationParts: IdentityParts = {
  controllers: [RegistrationController],
  providers: [
    RegistrationsRepository,
    RegistrationAttemptsService,
    RegistrationService,
    ConfirmationService,
  ],
};

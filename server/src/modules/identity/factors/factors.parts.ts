import type { IdentityParts } from '../identity-parts.js';
import { EnrolledFactorsRepository } from './enrolled-factors.repository.js';
import { EnrolmentService } from './enrolment.service.js';
import { factorControllers, factorProviders } from './factors.registry.js';
import { MessageCodeEnrolmentService } from './message-code/message-code-enrolment.service.js';
import { TrustedDevicesController } from './trusted-devices/trusted-devices.controller.js';
import { TrustedDevicesRepository } from './trusted-devices/trusted-devices.repository.js';
import { TrustedDevicesService } from './trusted-devices/trusted-devices.service.js';
import { TwoFactorController } from './two-factor.controller.js';
import { TwoFactorService } from './two-factor.service.js';

export const factorsParts: IdentityParts = {
  controllers: [TwoFactorController, ...factorControllers, TrustedDevicesController],
  providers: [
    ...factorProviders,
    EnrolledFactorsRepository,
    EnrolmentService,
    MessageCodeEnrolmentService,
    TrustedDevicesRepository,
    TrustedDevicesService,
    TwoFactorService,
  ],
};

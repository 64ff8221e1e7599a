import { Controller } from '@nestjs/common';
import { registrationRoutes } from '@gatehouse/contracts/identity/registration';
import { notBefore } from '../../../kernel/clock.js';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { ConfirmationService } from './confirmation.service.js';
import { RegistrationAttemptsService } from './registration-attempts.service.js';
import { RegistrationService } from './registration.service.js';

/** Time of an answer that must not tell whether an address is known, in milliseconds (attack 8). */
const evenTime = 100;

const sameForAll = { status: 'verification_required' } as const;

@Controller()
export class RegistrationController {
  constructor(
    private readonly registration: RegistrationService,
    private readonly attempts: RegistrationAttemptsService,
    private readonly confirmation: ConfirmationService,
  ) {}

  @Route(registrationRoutes.register)
  async register({ body, clientAddress }: Input<typeof registrationRoutes.register>) {
    await this.registration.register(body, clientAddress);
    return sameForAll;
  }

  @Route(registrationRoutes.verifyEmail)
  async verifyEmail({ body }: Input<typeof registrationRoutes.verifyEmail>) {
    await this.confirmation.confirm(body.token);
  }

  @Route(registrationRoutes.resendVerification)
  async resend({ body }: Input<typeof registrationRoutes.resendVerification>) {
    await notBefore(evenTime, this.attempts.renew(body.email));
    return sameForAll;
  }
}

import { Controller } from '@nestjs/common';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { AppError } from '../../../../kernel/error.js';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { SignInRepository } from '../../sign-in/sign-in.repository.js';
import { EnrolmentService } from '../enrolment.service.js';
import { TotpService } from './totp.service.js';

@Controller()
export class TotpController {
  constructor(
    private readonly totp: TotpService,
    private readonly enrolment: EnrolmentService,
    private readonly accounts: SignInRepository,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(twoFactorRoutes.setupTotp)
  async setup({ caller }: Input<typeof twoFactorRoutes.setupTotp>) {
    const account = await this.accounts.findAccount(caller.userId);
    if (!account) throw new AppError('unauthenticated');
    return this.totp.begin(caller, account.email);
  }

  @Route(twoFactorRoutes.enableTotp)
  async enable(input: Input<typeof twoFactorRoutes.enableTotp>) {
    const { caller, body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const enrolled = await this.totp.enable(caller, body.code, client);
    return this.cookies.deliver(this.enrolment.answer(caller, enrolled), body.delivery, reply);
  }

  @Route(twoFactorRoutes.disableTotp)
  disable({ caller }: Input<typeof twoFactorRoutes.disableTotp>) {
    return this.totp.disable(caller);
  }
}

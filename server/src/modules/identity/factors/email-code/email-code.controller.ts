import { Controller } from '@nestjs/common';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { EnrolmentService } from '../enrolment.service.js';
import { EmailCodeService } from './email-code.service.js';

@Controller()
export class EmailCodeController {
  constructor(
    private readonly emailCode: EmailCodeService,
    private readonly enrolment: EnrolmentService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(twoFactorRoutes.setupEmailCode)
  setup({ caller }: Input<typeof twoFactorRoutes.setupEmailCode>) {
    return this.emailCode.begin(caller);
  }

  @Route(twoFactorRoutes.enableEmailCode)
  async enable(input: Input<typeof twoFactorRoutes.enableEmailCode>) {
    const { caller, body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const enrolled = await this.emailCode.enable(caller, body.code, client);
    const answer = await this.enrolment.answer(caller, enrolled);
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(twoFactorRoutes.disableEmailCode)
  disable({ caller }: Input<typeof twoFactorRoutes.disableEmailCode>) {
    return this.emailCode.disable(caller);
  }
}

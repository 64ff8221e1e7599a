import { Controller } from '@nestjs/common';
import { smsCodeRoutes } from '@gatehouse/contracts/identity/sms-codes';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { EnrolmentService } from '../enrolment.service.js';
import { SmsCodeService } from './sms-code.service.js';

@Controller()
export class SmsCodeController {
  constructor(
    private readonly smsCode: SmsCodeService,
    private readonly enrolment: EnrolmentService,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(smsCodeRoutes.setup)
  setup({ caller, body }: Input<typeof smsCodeRoutes.setup>) {
    return this.smsCode.begin(caller, body.phoneNumber);
  }

  @Route(smsCodeRoutes.enable)
  async enable(input: Input<typeof smsCodeRoutes.enable>) {
    const { caller, body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const enrolled = await this.smsCode.enable(caller, body.code, client);
    const answer = await this.enrolment.answer(caller, enrolled);
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(smsCodeRoutes.disable)
  disable({ caller }: Input<typeof smsCodeRoutes.disable>) {
    return this.smsCode.disable(caller);
  }
}

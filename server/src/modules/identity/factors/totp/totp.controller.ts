import { Controller } from '@nestjs/common';
import { totpRoutes } from '@gatehouse/contracts/identity/totp';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { AppError } from '../../../../kernel/error.js';
import { Config } from '../../../../platform/config/config.js';
import { type Input, Route } from '../../../../platform/http/route.decorator.js';
import { SessionCookies } from '../../sessions/session-cookies.js';
import { SigningAccountsRepository } from '../../sign-in/signing-accounts.repository.js';
import { EnrolmentService } from '../enrolment.service.js';
import { TotpDisablingService } from './totp-disabling.service.js';
import { TotpService } from './totp.service.js';

@Controller()
export class TotpController {
  constructor(
    private readonly totp: TotpService,
    private readonly disabling: TotpDisablingService,
    private readonly enrolment: EnrolmentService,
    private readonly accounts: SigningAccountsRepository,
    private readonly cookies: SessionCookies,
    private readonly config: Config,
  ) {}

  @Route(twoFactorRoutes.setupTotp)
  async setup({ caller }: Input<typeof twoFactorRoutes.setupTotp>) {
    const account = await this.accounts.findAccount(caller.userId);
    if (!account) throw new AppError('unauthenticated');
    const issuer = this.config.GATEHOUSE_PRODUCT_NAME;
    return this.totp.begin(caller, { account: account.email, issuer });
  }

  @Route(twoFactorRoutes.enableTotp)
  async enable(input: Input<typeof twoFactorRoutes.enableTotp>) {
    const { caller, body, reply } = input;
    const client = this.cookies.clientOf(input, body.delivery);
    const enrolled = await this.totp.enable(caller, body, client);
    const answer = await this.enrolment.answer(caller, enrolled);
    return this.cookies.deliver(answer, body.delivery, reply);
  }

  @Route(totpRoutes.list)
  async list({ caller }: Input<typeof totpRoutes.list>) {
    return { data: await this.totp.list(caller), page: { nextCursor: null, hasMore: false } };
  }

  @Route(totpRoutes.rename)
  rename({ caller, params, body }: Input<typeof totpRoutes.rename>) {
    return this.totp.rename(caller, params.id, body.name);
  }

  @Route(totpRoutes.remove)
  remove({ caller, params }: Input<typeof totpRoutes.remove>) {
    return this.totp.remove(caller, params.id);
  }

  @Route(twoFactorRoutes.disableTotp)
  disable({ caller, body }: Input<typeof twoFactorRoutes.disableTotp>) {
    return this.disabling.disable(caller, body);
  }
}

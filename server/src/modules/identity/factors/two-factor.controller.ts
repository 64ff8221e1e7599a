import { Controller } from '@nestjs/common';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { SessionCookies } from '../sessions/session-cookies.js';
import { ProofsService } from '../sign-in/proofs.service.js';
import { TotpService } from './totp/totp.service.js';
import { TwoFactorService } from './two-factor.service.js';
import { SignInRepository } from '../sign-in/sign-in.repository.js';
import { AppError } from '../../../kernel/error.js';

@Controller()
export class TwoFactorController {
  constructor(
    private readonly twoFactor: TwoFactorService,
    private readonly totp: TotpService,
    private readonly proofs: ProofsService,
    private readonly accounts: SignInRepository,
    private readonly cookies: SessionCookies,
  ) {}

  @Route(twoFactorRoutes.status)
  status({ caller }: Input<typeof twoFactorRoutes.status>) {
    return this.twoFactor.status(caller);
  }

  @Route(twoFactorRoutes.setupTotp)
  async setupTotp({ caller }: Input<typeof twoFactorRoutes.setupTotp>) {
    const account = await this.accounts.findAccount(caller.userId);
    if (!account) throw new AppError('unauthenticated');
    return this.totp.begin(caller, account.email);
  }

  @Route(twoFactorRoutes.enableTotp)
  async enableTotp(input: Input<typeof twoFactorRoutes.enableTotp>) {
    const { caller, body } = input;
    const enabled = await this.twoFactor.enableTotp(
      caller,
      body.code,
      this.cookies.clientOf(input, body.delivery),
    );
    return this.cookies.deliver(enabled, body.delivery, input.reply);
  }

  @Route(twoFactorRoutes.disableTotp)
  async disableTotp({ caller, body }: Input<typeof twoFactorRoutes.disableTotp>) {
    await this.proofs.requirePassword(caller, body.password);
    await this.proofs.requireCode(caller, body.code);
    await this.twoFactor.disable(caller);
  }

  @Route(twoFactorRoutes.regenerateBackupCodes)
  async regenerate({ caller, body }: Input<typeof twoFactorRoutes.regenerateBackupCodes>) {
    await this.proofs.requirePassword(caller, body.password);
    return { backupCodes: await this.twoFactor.regenerateBackupCodes(caller) };
  }
}

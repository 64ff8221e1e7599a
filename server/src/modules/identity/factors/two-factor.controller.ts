import { Controller } from '@nestjs/common';
import { twoFactorRoutes } from '@gatehouse/contracts/identity/two-factor';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { TwoFactorService } from './two-factor.service.js';

@Controller()
export class TwoFactorController {
  constructor(private readonly twoFactor: TwoFactorService) {}

  @Route(twoFactorRoutes.status)
  status({ caller }: Input<typeof twoFactorRoutes.status>) {
    return this.twoFactor.status(caller);
  }

  @Route(twoFactorRoutes.prefer)
  prefer({ caller, body }: Input<typeof twoFactorRoutes.prefer>) {
    return this.twoFactor.prefer(caller, body.method);
  }

  @Route(twoFactorRoutes.regenerateBackupCodes)
  async regenerate({ caller }: Input<typeof twoFactorRoutes.regenerateBackupCodes>) {
    return { backupCodes: await this.twoFactor.regenerateBackupCodes(caller) };
  }
}

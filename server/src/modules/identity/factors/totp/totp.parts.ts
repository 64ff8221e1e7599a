import type { FactorParts } from '../factor-parts.js';
import { TotpController } from './totp.controller.js';
import { TotpFactor } from './totp.factor.js';
import { TotpRepository } from './totp.repository.js';
import { TotpDisablingService } from './totp-disabling.service.js';
import { TotpService } from './totp.service.js';

export const totpParts: FactorParts = {
  factor: TotpFactor,
  providers: [TotpRepository, TotpService, TotpDisablingService],
  controllers: [TotpController],
};

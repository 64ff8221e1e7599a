import type { FactorParts } from '../factor-parts.js';
import { EmailCodeController } from './email-code.controller.js';
import { EmailCodeFactor } from './email-code.factor.js';
import { EmailCodeRepository } from './email-code.repository.js';
import { EmailCodeService } from './email-code.service.js';

export const emailCodeParts: FactorParts = {
  factor: EmailCodeFactor,
  providers: [EmailCodeRepository, EmailCodeService],
  controllers: [EmailCodeController],
};

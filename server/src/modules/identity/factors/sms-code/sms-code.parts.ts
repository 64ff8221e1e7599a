import type { FactorParts } from '../factor-parts.js';
import { PhonesRepository } from './phones.repository.js';
import { SmsCodeController } from './sms-code.controller.js';
import { SmsCodeFactor } from './sms-code.factor.js';
import { SmsCodeService } from './sms-code.service.js';

export const smsCodeParts: FactorParts = {
  factor: SmsCodeFactor,
  providers: [PhonesRepository, SmsCodeService],
  controllers: [SmsCodeController],
};

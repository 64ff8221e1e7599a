import type { FactorParts } from '../factor-parts.js';
import { PhonesRepository } from './phones.repository.js';
import { SmsBudgets } from './sms-budgets.port.js';
import { SmsBudgetsService } from './sms-budgets.service.js';
import { SmsCodeController } from './sms-code.controller.js';
import { SmsCodeFactor } from './sms-code.factor.js';
import { SmsCodeService } from './sms-code.service.js';

export const smsCodeParts: FactorParts = {
  factor: SmsCodeFactor,
  providers: [
    PhonesRepository,
    SmsCodeService,
    { provide: SmsBudgets, useClass: SmsBudgetsService },
  ],
  controllers: [SmsCodeController],
};

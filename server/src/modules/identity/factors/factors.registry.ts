import type { Provider, Type } from '@nestjs/common';
import { backupCodesParts } from './backup-codes/backup-codes.parts.js';
import { emailCodeParts } from './email-code/email-code.parts.js';
import { EnrolledFactorsRepository } from './enrolled-factors.repository.js';
import type { Factor } from './factor.js';
import type { FactorParts } from './factor-parts.js';
import { FactorsService } from './factors.service.js';
import { MessageBudgetsRepository } from './message-code/message-budgets.repository.js';
import { MessageCodesRepository } from './message-code/message-codes.repository.js';
import { MessageCodesService } from './message-code/message-codes.service.js';
import { passkeyParts } from './passkey/passkey.parts.js';
import { PreferredFactorsRepository } from './preferred-factors.repository.js';
import { smsCodeParts } from './sms-code/sms-code.parts.js';
import { totpParts } from './totp/totp.parts.js';

/** Every second factor, in the order they are offered. A new one is a folder and a line here. */
const registry: readonly FactorParts[] = [
  passkeyParts,
  totpParts,
  smsCodeParts,
  emailCodeParts,
  backupCodesParts,
];

export const factorProviders: readonly Provider[] = [
  ...registry.flatMap(({ factor, providers }) => [factor, ...providers]),
  {
    provide: FactorsService,
    useFactory: (
      preferred: PreferredFactorsRepository,
      enrolled: EnrolledFactorsRepository,
      ...factors: Factor[]
    ) => new FactorsService(factors, preferred, enrolled),
    inject: [
      PreferredFactorsRepository,
      EnrolledFactorsRepository,
      ...registry.map(({ factor }) => factor),
    ],
  },
  PreferredFactorsRepository,
  MessageCodesRepository,
  MessageBudgetsRepository,
  MessageCodesService,
];

export const factorControllers: readonly Type[] = registry.flatMap(
  ({ controllers }) => controllers,
);

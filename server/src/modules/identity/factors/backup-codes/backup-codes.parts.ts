import type { FactorParts } from '../factor-parts.js';
import { BackupCodesFactor } from './backup-codes.factor.js';
import { BackupCodesRepository } from './backup-codes.repository.js';

export const backupCodesParts: FactorParts = {
  factor: BackupCodesFactor,
  providers: [BackupCodesRepository],
  controllers: [],
};

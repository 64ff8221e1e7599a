import { Injectable } from '@nestjs/common';
import type { SecondFactorMethod } from '@gatehouse/contracts/identity/sign-in';
import type { Queryable } from '../../../platform/database/database.js';
import { BackupCodesFactor } from './backup-codes/backup-codes.factor.js';
import type { Factor } from './factor.js';
import { TotpFactor } from './totp/totp.factor.js';

/** The second factors, by name, in the order they are offered. */
@Injectable()
export class FactorsService {
  private readonly factors: readonly Factor[];

  constructor(totp: TotpFactor, backupCodes: BackupCodesFactor) {
    this.factors = [totp, backupCodes];
  }

  get(method: SecondFactorMethod): Factor {
    const factor = this.factors.find((candidate) => candidate.method === method);
    if (!factor) throw new Error(`no factor is called ${method}`);
    return factor;
  }

  /** Methods that the person can finish a sign-in with. */
  async listReady(tx: Queryable, userId: string): Promise<SecondFactorMethod[]> {
    const ready: SecondFactorMethod[] = [];
    for (const factor of this.factors)
      if (await factor.isReady(tx, userId)) ready.push(factor.method);
    return ready;
  }
}

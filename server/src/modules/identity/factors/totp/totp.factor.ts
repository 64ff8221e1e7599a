import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { Factor, type FactorProof } from '../factor.js';
import { matchTotpStep } from './totp-code.js';
import { TotpRepository } from './totp.repository.js';
import { secretPlace, totp } from './totp.service.js';

/** Codes of authenticator apps. */
@Injectable()
export class TotpFactor extends Factor {
  readonly method = totp.method;
  readonly reference = totp.reference;

  constructor(
    private readonly repository: TotpRepository,
    private readonly cipher: FieldCipher,
    private readonly clock: Clock,
  ) {
    super();
  }

  async isReady(tx: Queryable, userId: string): Promise<boolean> {
    return (await this.repository.list(tx, userId)).length > 0;
  }

  /** Whichever app the code is from. */
  async verify(tx: Transaction, { userId, code = '' }: FactorProof): Promise<boolean> {
    const now = this.clock.now();
    for (const { id, secret } of await this.repository.list(tx, userId)) {
      const step = matchTotpStep(this.cipher.open(secret, secretPlace(id)), code, now);
      if (step !== null && (await this.repository.consumeStep(tx, id, step, now))) return true;
    }
    return false;
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.removeAll(tx, userId);
  }
}

import { Injectable } from '@nestjs/common';
import { Clock } from '../../../../kernel/clock.js';
import { FieldCipher } from '../../../../platform/crypto/field-cipher.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { Factor, type FactorProof } from '../factor.js';
import { matchTotpStep } from './totp-code.js';
import { TotpRepository } from './totp.repository.js';
import { secretPlace, totp } from './totp.service.js';

/** Codes of an authenticator app. */
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
    return (await this.repository.findConfirmed(tx, userId)) !== null;
  }

  async verify(tx: Transaction, { userId, code = '' }: FactorProof): Promise<boolean> {
    const row = await this.repository.findConfirmed(tx, userId);
    if (!row) return false;
    const secret = this.cipher.open(row.secret, secretPlace(row.id));
    const step = matchTotpStep(secret, code, this.clock.now());
    return step !== null && (await this.repository.consumeStep(tx, row.id, step)) !== null;
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.removeAll(tx, userId);
  }
}

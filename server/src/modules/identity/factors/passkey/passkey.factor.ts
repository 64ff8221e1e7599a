import { Injectable } from '@nestjs/common';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { Factor, type FactorBeginning, type FactorChallenge, type FactorProof } from '../factor.js';
import { type Assertion, PasskeyAssertionsService } from './passkey-assertions.service.js';
import { PasskeysRepository } from './passkeys.repository.js';

/** A key in a device or a password manager that signs for this site alone (WebAuthn). */
@Injectable()
export class PasskeyFactor extends Factor {
  readonly method = 'passkey';
  readonly reference = 'hwk';
  override readonly guessable = false;

  constructor(
    private readonly repository: PasskeysRepository,
    private readonly assertions: PasskeyAssertionsService,
  ) {
    super();
  }

  async isReady(tx: Queryable, userId: string): Promise<boolean> {
    return (await this.repository.count(tx, userId)) > 0;
  }

  override async begin(tx: Transaction, challenge: FactorChallenge): Promise<FactorBeginning> {
    return { passkey: await this.assertions.begin(tx, secondFactorOf(challenge)) };
  }

  async verify(
    tx: Transaction,
    { credential, alone, ...challenge }: FactorProof,
  ): Promise<boolean> {
    if (!credential) return false;
    const assertion = secondFactorOf(challenge, alone);
    return (await this.assertions.check(tx, credential, assertion)) !== null;
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.removeAll(tx, userId);
  }
}

/** After a password the key alone is enough, so that security keys without a PIN will do. */
const secondFactorOf = (
  { userId, challengeHash }: FactorChallenge,
  requireUserVerification = false,
): Assertion => ({
  ceremony: 'second_factor',
  binding: challengeHash.toString('hex'),
  userId,
  requireUserVerification,
});

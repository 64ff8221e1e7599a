import { Injectable } from '@nestjs/common';
import { after, Clock, minutes } from '../../../../kernel/clock.js';
import { hashToken, newToken } from '../../../../kernel/secret.js';
import type { Queryable, Transaction } from '../../../../platform/database/database.js';
import { PasskeyChallengesRepository } from './passkey-challenges.repository.js';
import type { Ceremony } from './passkeys.table.js';

/** How long an authenticator may take, in milliseconds. */
export const ceremonyTime = minutes(5);

/** What authenticators are asked to sign. Only its hash is kept, and it is good for one answer. */
@Injectable()
export class PasskeyChallengesService {
  constructor(
    private readonly repository: PasskeyChallengesRepository,
    private readonly clock: Clock,
  ) {}

  /** @param binding what the answer must belong to beside the ceremony. */
  async issue(tx: Queryable, ceremony: Ceremony, binding = ''): Promise<string> {
    const challenge = newToken();
    const createdAt = this.clock.now();
    await this.repository.insert(tx, {
      challengeHash: hashToken(challenge),
      ceremony,
      binding,
      createdAt,
      expiresAt: after(createdAt, ceremonyTime),
      consumedAt: null,
    });
    return challenge;
  }

  /** Uses a challenge up: true for one caller, of one ceremony, in time (attacks 1 and 18). */
  async consume(
    tx: Transaction,
    challenge: string,
    ceremony: Ceremony,
    binding = '',
  ): Promise<boolean> {
    const now = this.clock.now();
    return this.repository.consume(tx, hashToken(challenge), ceremony, binding, now);
  }
}

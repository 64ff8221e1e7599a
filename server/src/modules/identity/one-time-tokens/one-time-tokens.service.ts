import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours } from '../../../kernel/clock.js';
import { hashToken, newToken } from '../../../kernel/secret.js';
import type { Queryable, Transaction } from '../../../platform/database/database.js';
import { OneTimeTokensRepository } from './one-time-tokens.repository.js';
import type { OneTimeTokenRow, TokenPurpose } from './one-time-tokens.table.js';

/** How long a token of each purpose lives, in milliseconds. */
export const tokenLives: Readonly<Record<TokenPurpose, number>> = {
  setup: hours(24),
  reset_password: hours(1),
  choose_password: days(7),
};

/** Secrets in links, each good for one use. Only their SHA-256 is kept. */
@Injectable()
export class OneTimeTokensService {
  constructor(
    private readonly repository: OneTimeTokensRepository,
    private readonly clock: Clock,
  ) {}

  /** A new token, which voids the person's older ones of the same purpose. */
  async issue(tx: Transaction, purpose: TokenPurpose, userId: string | null): Promise<string> {
    const token = newToken();
    const now = this.clock.now();
    await this.repository.replace(tx, {
      tokenHash: hashToken(token),
      purpose,
      userId,
      createdAt: now,
      expiresAt: after(now, tokenLives[purpose]),
    });
    return token;
  }

  /** What a token would open, without using it up: never the decision, which `consume` makes. */
  async find(
    tx: Queryable,
    purposes: readonly TokenPurpose[],
    token: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.find(tx, purposes, hashToken(token), this.clock.now());
  }

  /** Uses a token up: of any number of callers at once one gets the row, the others null. */
  async consume(
    tx: Transaction,
    purposes: readonly TokenPurpose[],
    token: string,
  ): Promise<OneTimeTokenRow | null> {
    return this.repository.consume(tx, purposes, hashToken(token), this.clock.now());
  }

  /** Voids every link that a person was sent. */
  async voidAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.voidAll(tx, userId, this.clock.now());
  }
}

import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { after, Clock, hours, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newCode } from '../../../../kernel/secret.js';
import { KeyRing } from '../../../../platform/crypto/key-ring.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { MessageBudgetsRepository } from './message-budgets.repository.js';
import { type CodeKey, MessageCodesRepository } from './message-codes.repository.js';

const lifetime = minutes(5);
const resendAfter = minutes(1);
/** Codes that are checked for one that was sent (G08). */
const mostAttempts = 5;
/** Messages of a kind to one person in an hour, whatever they are for. */
const mostAnHour = 10;

/** Codes of six digits in messages: bound to what they are for, good for five minutes (G08). */
@Injectable()
export class MessageCodesService {
  constructor(
    private readonly repository: MessageCodesRepository,
    private readonly budgets: MessageBudgetsRepository,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
  ) {}

  /**
   * A new code, to be sent in the same transaction; the one before stops working.
   * @throws AppError `too_many_requests` within a minute of the one before, or after too many.
   */
  async issue(tx: Transaction, key: CodeKey): Promise<string> {
    const code = await this.issueWith(tx, key, newCode());
    await this.spend(tx, `${key.channel}:${key.userId}`, mostAnHour);
    return code;
  }

  /**
   * Makes `code` the code of something, to go out with a message that has bounds of its own.
   * @throws AppError `too_many_requests` within a minute of the one before.
   */
  async issueWith(tx: Transaction, key: CodeKey, code: string): Promise<string> {
    const sentAt = this.clock.now();
    const row = {
      ...key,
      codeHash: this.hash(key, code, this.keys.currentId),
      sentAt,
      expiresAt: after(sentAt, lifetime),
    };
    if (!(await this.repository.replace(tx, row, after(sentAt, -resendAfter))))
      throw await this.tooSoon(tx, key);
    return code;
  }

  /**
   * Counts a message to the budget of the present hour.
   * @throws AppError `too_many_requests` when it is used up.
   */
  async spend(tx: Transaction, budget: string, limit: number): Promise<void> {
    const now = this.clock.time();
    const start = new Date(now - (now % hours(1)));
    if (await this.budgets.take(tx, budget, start, limit)) return;
    throw new AppError('too_many_requests', {
      retryAfter: (start.getTime() + hours(1) - now) / 1000,
      detail: 'Too many messages were sent; use another method, or wait.',
    });
  }

  /** Checks a code and uses it up: true for one caller. The attempt counts whatever becomes of it. */
  async verify(tx: Transaction, key: CodeKey, code: string): Promise<boolean> {
    const now = this.clock.now();
    const row = await this.repository.countAttempt(tx, key, now, mostAttempts);
    if (!row) return false;
    const matches = this.keys.ids.some((id) =>
      timingSafeEqual(row.codeHash, this.hash(key, code, id)),
    );
    return matches && this.repository.consume(tx, key, row.codeHash, now);
  }

  /** What the person is told of a code that was sent. */
  describe(to: string): CodeSent {
    return { to, expiresIn: lifetime / 1000, resendIn: resendAfter / 1000 };
  }

  private hash({ binding, channel }: CodeKey, code: string, keyId: string): Buffer {
    const key = this.keys.derive('message-codes', keyId);
    return createHmac('sha256', key).update(`${binding}:${channel}:${code}`).digest();
  }

  private async tooSoon(tx: Transaction, key: CodeKey): Promise<AppError> {
    const sentAt = await this.repository.findSentAt(tx, key);
    const now = this.clock.time();
    const retryAfter = ((sentAt?.getTime() ?? now) + resendAfter - now) / 1000;
    return new AppError('too_many_requests', {
      retryAfter,
      detail: 'A code was sent within the last minute.',
    });
  }
}

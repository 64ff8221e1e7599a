import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { CodeSent } from '@gatehouse/contracts/identity/sign-in';
import { after, Clock, hourOf, hours, minutes } from '../../../../kernel/clock.js';
import { AppError } from '../../../../kernel/error.js';
import { newCode } from '../../../../kernel/secret.js';
import { KeyRing } from '../../../../platform/crypto/key-ring.js';
import type { Transaction } from '../../../../platform/database/database.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
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
  private readonly warnings: RepeatedWarnings;
  private readonly countRefusal: (values: { budget: string }) => void;

  constructor(
    private readonly repository: MessageCodesRepository,
    private readonly budgets: MessageBudgetsRepository,
    private readonly keys: KeyRing,
    private readonly clock: Clock,
    logger: Logger,
    metrics: Metrics,
  ) {
    const help = 'Messages with codes that were refused, because a budget of the hour was used up';
    this.warnings = new RepeatedWarnings(logger);
    this.countRefusal = metrics.counter('message_codes_refused_total', help, ['budget']);
  }

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
   * After a message that could not be sent: it counts to none of the budgets named, and another may
   * be asked for at once. What the person may send in an hour stays counted, so that this has an end.
   */
  async giveBack(tx: Transaction, key: CodeKey, budgets: readonly string[]): Promise<void> {
    const start = hourOf(this.clock.now());
    for (const budget of budgets) await this.budgets.giveBack(tx, budget, start);
    await this.repository.resetSentAt(tx, key, after(this.clock.now(), -resendAfter));
  }

  /**
   * Counts a message to the budget of the present hour.
   * @throws AppError `too_many_requests` when it is used up.
   */
  async spend(tx: Transaction, budget: string, limit: number): Promise<void> {
    const start = hourOf(this.clock.now());
    if (await this.budgets.take(tx, budget, start, limit)) return;
    this.tellOfRefusal(budget, limit);
    throw new AppError('too_many_requests', {
      retryAfter: (start.getTime() + hours(1) - this.clock.time()) / 1000,
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

  /** A country's budget concerns everybody there: whoever runs this must hear of it. */
  private tellOfRefusal(budget: string, limit: number): void {
    const [, kind = 'person'] = /:(number|country):/.exec(budget) ?? [];
    this.countRefusal({ budget: kind });
    if (kind !== 'country') return;
    const message = 'Codes by SMS are refused: the budget of a country is used up';
    this.warnings.warn(message, { budget, limit }, budget);
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

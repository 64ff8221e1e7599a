import { Injectable } from '@nestjs/common';
import { AppError } from '../../../../kernel/error.js';
import {
  type SentText,
  SmsSender,
  type TextMessage,
  TextRefusal,
  type TextStatus,
} from '../../../../platform/sms/sms-sender.js';
import { Logger } from '../../../../platform/telemetry/logger.js';
import { RepeatedWarnings } from '../../../../platform/telemetry/warnings/repeated-warnings.js';
import { Metrics } from '../../../../platform/telemetry/metrics.js';
import { SmsBudgets, type UsedUp } from '../../../identity/factors/sms-code/sms-budgets.port.js';

/** Too many text messages went to a number, or to its country, in this hour. */
export class BudgetUsedUp extends TextRefusal {
  constructor(readonly until: Date) {
    super('too many text messages in this hour', false);
  }
}

/** Sends text messages within what may be sent in an hour: SMS fraud lives on those that cost most. */
@Injectable()
export class BudgetedTexts {
  private readonly countRefusal: (values: { budget: string }) => void;
  private readonly warnings: RepeatedWarnings;

  constructor(
    private readonly sms: SmsSender,
    private readonly budgets: SmsBudgets,
    logger: Logger,
    metrics: Metrics,
  ) {
    this.warnings = new RepeatedWarnings(logger);
    const help =
      'Text messages of notifications that wait, because a budget of the hour is used up';
    this.countRefusal = metrics.counter('notification_texts_put_off_total', help, ['budget']);
  }

  /** Whether messages arrive anywhere in this installation. */
  get available(): boolean {
    return this.sms.available;
  }

  /** @throws AppError `message_not_sent`, caused by a `TextRefusal`, or one that is `BudgetUsedUp` */
  async send(message: TextMessage): Promise<SentText> {
    const usedUp = await this.budgets.take(message.to);
    if (usedUp) throw this.refusalOf(usedUp);
    try {
      return await this.sms.send(message);
    } catch (error) {
      await this.budgets.giveBack(message.to);
      throw error;
    }
  }

  /** Asks what became of a message. @throws AppError `message_not_sent` where the provider is away */
  async statusOf(reference: string): Promise<TextStatus> {
    return this.sms.statusOf(reference);
  }

  /** A country's budget concerns everybody there: whoever runs this must hear of it. */
  private refusalOf({ budget, until }: UsedUp): AppError {
    this.countRefusal({ budget });
    if (budget === 'country')
      this.warnings.warn('Notifications by SMS wait: the budget of a country is used up', {
        until,
      });
    return new AppError('message_not_sent', { cause: new BudgetUsedUp(until) });
  }
}

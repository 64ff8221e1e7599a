import { Injectable } from '@nestjs/common';
import { after, Clock, hourOf, hours } from '../../../../kernel/clock.js';
import { Config } from '../../../../platform/config/config.js';
import { Database } from '../../../../platform/database/database.js';
import { MessageBudgetsRepository } from '../message-code/message-budgets.repository.js';
import { budgetKeysOf } from './sms-budget-keys.js';
import { SmsBudgets, type UsedUp } from './sms-budgets.port.js';

/** Counts text messages beside codes, by the limits that hold for codes. */
@Injectable()
export class SmsBudgetsService extends SmsBudgets {
  constructor(
    private readonly repository: MessageBudgetsRepository,
    private readonly database: Database,
    private readonly config: Config,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async take(number: string): Promise<UsedUp | null> {
    const { GATEHOUSE_SMS_PER_NUMBER, GATEHOUSE_SMS_PER_COUNTRY } = this.config;
    const { ofNumber, ofCountry } = budgetKeysOf('notices', number);
    const hour = hourOf(this.clock.now());
    const until = after(hour, hours(1));
    return this.database.transaction(async (tx) => {
      const take = (key: string, limit: number) => this.repository.take(tx, key, hour, limit);
      if (!(await take(ofNumber, GATEHOUSE_SMS_PER_NUMBER))) return { budget: 'number', until };
      if (await take(ofCountry, GATEHOUSE_SMS_PER_COUNTRY)) return null;
      await this.repository.giveBack(tx, ofNumber, hour);
      return { budget: 'country', until };
    });
  }

  override async giveBack(number: string): Promise<void> {
    const hour = hourOf(this.clock.now());
    await this.database.transaction(async (tx) => {
      for (const key of Object.values(budgetKeysOf('notices', number)))
        await this.repository.giveBack(tx, key, hour);
    });
  }
}

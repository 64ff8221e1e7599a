import { Injectable } from '@nestjs/common';
import { maskNumber } from '../../../../kernel/mask.js';
import { Config } from '../../../../platform/config/config.js';
import {
  Database,
  type Queryable,
  type Transaction,
} from '../../../../platform/database/database.js';
import { SmsSender, type TextMessage } from '../../../../platform/sms/sms-sender.js';
import { MailLanguagesService } from '../../mails/mail-languages.service.js';
import { Factor, type FactorBeginning, type FactorChallenge, type FactorProof } from '../factor.js';
import type { CodeKey } from '../message-code/message-codes.repository.js';
import { MessageCodesService } from '../message-code/message-codes.service.js';
import { countryOf } from './country.js';
import { PhonesRepository } from './phones.repository.js';
import { budgetKeysOf } from './sms-budget-keys.js';
import { smsTexts } from './sms-texts.js';

/** Codes in text messages, for whoever turned them on. */
@Injectable()
export class SmsCodeFactor extends Factor {
  readonly method = 'sms_code';
  readonly reference = 'sms';

  constructor(
    private readonly repository: PhonesRepository,
    private readonly codes: MessageCodesService,
    private readonly sender: SmsSender,
    private readonly languages: MailLanguagesService,
    private readonly database: Database,
    private readonly config: Config,
  ) {
    super();
  }

  /** Whether this installation sends codes by SMS. */
  get available(): boolean {
    return this.config.GATEHOUSE_SMS_CODES && this.sender.available;
  }

  /** Whether codes may be sent to the numbers of a number's country. */
  serves(number: string): boolean {
    const served = this.config.GATEHOUSE_SMS_COUNTRIES;
    return served.length === 0 || served.includes(countryOf(number));
  }

  async isReady(tx: Queryable, userId: string): Promise<boolean> {
    return this.available && (await this.repository.find(tx, userId)) !== null;
  }

  /** The number that codes go to, as its owner knows it again and others do not learn it. */
  async findMaskedNumber(tx: Queryable, userId: string): Promise<string | null> {
    const phone = await this.repository.find(tx, userId);
    return phone === null ? null : maskNumber(phone.number);
  }

  override async begin(tx: Transaction, challenge: FactorChallenge): Promise<FactorBeginning> {
    const phone = await this.repository.find(tx, challenge.userId);
    if (!phone) throw new Error('the number was removed meanwhile');
    return this.prepare(tx, keyOf(challenge), phone.number, 'confirmed');
  }

  async verify(tx: Transaction, { code = '', ...challenge }: FactorProof): Promise<boolean> {
    if (!(await this.isReady(tx, challenge.userId))) return false;
    return this.codes.verify(tx, keyOf(challenge), code);
  }

  async removeAll(tx: Transaction, userId: string): Promise<void> {
    await this.repository.removeAll(tx, userId);
  }

  /**
   * A code for a number, within the budgets of the person, the number and its country; it is on its
   * way once `deliver` has run. Numbers that anybody may name have budgets of their own, so that a
   * stranger who names somebody's number takes no code from their sign-ins.
   * @throws AppError `too_many_requests`
   */
  async prepare(tx: Transaction, key: CodeKey, number: string, stage: 'unconfirmed' | 'confirmed') {
    const { GATEHOUSE_SMS_PER_NUMBER, GATEHOUSE_SMS_PER_COUNTRY, GATEHOUSE_PRODUCT_NAME } =
      this.config;
    const code = await this.codes.issue(tx, key);
    const { ofNumber, ofCountry } = budgetKeysOf(stage, number);
    await this.codes.spend(tx, ofNumber, GATEHOUSE_SMS_PER_NUMBER);
    await this.codes.spend(tx, ofCountry, GATEHOUSE_SMS_PER_COUNTRY);
    const language = await this.languages.of(tx, { email: '', id: key.userId });
    const text = smsTexts[language](GATEHOUSE_PRODUCT_NAME, code);
    return {
      sent: this.codes.describe(maskNumber(number)),
      deliver: () => this.deliver(key, { to: number, text }, [ofNumber, ofCountry]),
    };
  }

  private async deliver(key: CodeKey, message: TextMessage, budgets: readonly string[]) {
    try {
      await this.sender.send(message);
    } catch (error) {
      await this.database.transaction((tx) => this.codes.giveBack(tx, key, budgets));
      throw error;
    }
  }
}

const keyOf = ({ userId, challengeHash }: FactorChallenge): CodeKey => ({
  binding: challengeHash.toString('hex'),
  channel: 'sms',
  userId,
});

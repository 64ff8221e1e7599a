import { Injectable } from '@nestjs/common';
import { type Language, languageOf } from '@gatehouse/contracts/language/locale';
import type { Transaction } from '../../../platform/database/database.js';
import { acceptedLanguage } from '../../../platform/language/accepted-language.js';
import { requestContext } from '../../../platform/http/request-context.js';
import { MailLanguagesRepository, type Reader } from './mail-languages.repository.js';

/** The languages that mails are written in. */
@Injectable()
export class MailLanguagesService {
  constructor(private readonly repository: MailLanguagesRepository) {}

  /** The reader's own, else their organization's, else the one that the request asks for, else English. */
  async of(tx: Transaction, reader: Reader): Promise<Language> {
    const [chosen] = await this.chosenBy(tx, [reader]);
    return chosen ?? requestedLanguage();
  }

  /** The reader's own, else their organization's, else null, in the same order. */
  async chosenBy(tx: Transaction, readers: readonly Reader[]): Promise<(Language | null)[]> {
    const locales = await this.repository.listLocales(tx, readers);
    return locales.map((locale) => (locale === null ? null : languageOf(locale)));
  }
}

/** The language that the request asks for which is being served, else English. */
export const requestedLanguage = (): Language =>
  acceptedLanguage(requestContext.getStore()?.acceptLanguage);

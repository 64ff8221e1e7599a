import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { catchesMail } from '../mail/mailbox.controller.js';
import { type SentText, SmsSender, type TextMessage, type TextStatus } from './sms-sender.js';

/** Shows text messages in the mailbox, where mails are caught too; never in production mode. */
export class MailboxSmsSender extends SmsSender {
  readonly available: boolean;

  constructor(
    private readonly outbox: MailOutbox,
    private readonly database: Database,
    config: Config,
  ) {
    super();
    this.available = catchesMail(config);
  }

  async send({ to, text }: TextMessage): Promise<SentText> {
    const message = { to, text, subject: 'Text message', kind: 'sms' };
    await this.database.transaction((tx) => this.outbox.enqueue(tx, message));
    return { reference: null };
  }

  statusOf(): Promise<TextStatus> {
    return Promise.resolve({ state: 'sent', words: 'Kept in the mailbox' });
  }
}

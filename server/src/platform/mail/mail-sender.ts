import { Injectable } from '@nestjs/common';
import { createTransport, type Transporter } from 'nodemailer';
import { after, Clock, days, hours, seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Jobs } from '../jobs/jobs.js';
import { Logger } from '../telemetry/logger.js';
import { MailOutbox } from './mail-outbox.js';
import { MailsRepository } from './mails.repository.js';

/** Waits between tries: doubling from 10 s to an hour, given up after a day. */
const waitAfter = (attempts: number): number => Math.min(hours(1), seconds(10) * 2 ** attempts);
const mostAttempts = 30;
const keptFor = days(30);

/** Sends the mails of the outbox by SMTP. Without `SMTP_URL` they stay, for the mailbox to show. */
@Injectable()
export class MailSender {
  private readonly transport: Transporter | undefined;

  constructor(
    private readonly outbox: MailOutbox,
    private readonly repository: MailsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    private readonly logger: Logger,
    jobs: Jobs,
  ) {
    jobs.register('mails.purge', () => this.purge(), { schedule: { every: hours(1) } });
    if (config.SMTP_URL === undefined) return;
    const timeouts = { connectionTimeout: seconds(10), socketTimeout: seconds(20) };
    this.transport = createTransport({ url: config.SMTP_URL, ...timeouts });
    jobs.register('mails.send', () => this.sendDue(), { schedule: { every: seconds(2) } });
  }

  /** Sends every mail that is due; of senders at once each mail is sent by one. */
  async sendDue(): Promise<void> {
    while (await this.sendNext());
  }

  private async sendNext(): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const row = await this.repository.claim(tx, this.clock.now());
      if (!row || !this.transport) return false;
      const { to, subject, text, html } = this.outbox.open(row);
      const attempts = row.attempts + 1;
      try {
        await this.transport.sendMail({
          from: this.config.GATEHOUSE_MAIL_FROM,
          to,
          subject,
          text,
          html,
        });
        await this.repository.update(tx, row.id, { attempts, sentAt: this.clock.now() });
      } catch (error) {
        this.logger.warn('A mail could not be sent', { kind: row.kind, attempts, error });
        const wait = attempts >= mostAttempts ? keptFor : waitAfter(row.attempts);
        const nextAttemptAt = after(this.clock.now(), wait);
        await this.repository.update(tx, row.id, { attempts, nextAttemptAt });
      }
      return true;
    });
  }

  private async purge(): Promise<void> {
    await this.repository.purge(this.database.connection, after(this.clock.now(), -keptFor));
  }
}

import { Injectable } from '@nestjs/common';
import { after, Clock, days, hours, seconds } from '../../kernel/clock.js';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { Jobs } from '../jobs/jobs.js';
import { MailSender } from './mail-sender.js';
import { MailsRepository } from './mails.repository.js';

/** Sends mails, and removes old ones. Without a mail server they stay, for the mailbox to show. */
@Injectable()
export class MailsJob {
  constructor(
    private readonly repository: MailsRepository,
    private readonly database: Database,
    private readonly clock: Clock,
    private readonly config: Config,
    sender: MailSender,
    jobs: Jobs,
  ) {
    jobs.register('mails.purge', () => this.purge(), { schedule: { every: hours(1) } });
    if (config.SMTP_URL === undefined) return;
    // What is urgent is sent while bulk is under way.
    const schedule = { every: seconds(2) };
    jobs.register('mails.send', () => sender.sendDue(), { schedule, overlaps: true });
  }

  /** Removes mails past their retention, whatever became of them. */
  async purge(): Promise<void> {
    const before = after(this.clock.now(), -days(this.config.GATEHOUSE_KEEP_MAILS_DAYS));
    await this.repository.purge(this.database.connection, before);
  }
}

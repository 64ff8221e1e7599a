import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { Logger } from '../telemetry/logger.js';
import { Metrics } from '../telemetry/metrics.js';
import { MailboxSmsSender } from './mailbox-sms-sender.js';
import { SmsSender } from './sms-sender.js';
import { twilioAccountOf } from './twilio-account.js';
import { TwilioSmsSender } from './twilio-sms-sender.js';

/** Text messages: by Twilio where an account is set, else into the mailbox. */
@Global()
@Module({
  providers: [
    {
      provide: SmsSender,
      inject: [Config, MailOutbox, Database, Logger, Metrics],
      useFactory: (
        config: Config,
        outbox: MailOutbox,
        database: Database,
        logger: Logger,
        metrics: Metrics,
      ) => {
        const account = twilioAccountOf(config);
        if (account === null) return new MailboxSmsSender(outbox, database, config);
        return new TwilioSmsSender(account, logger, metrics);
      },
    },
  ],
  exports: [SmsSender],
})
export class SmsModule {}

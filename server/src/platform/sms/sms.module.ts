import { Global, Module } from '@nestjs/common';
import { Config } from '../config/config.js';
import { Database } from '../database/database.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import { Logger } from '../telemetry/logger.js';
import { Metrics } from '../telemetry/metrics.js';
import { MailboxSmsSender } from './mailbox-sms-sender.js';
import { SmsSender } from './sms-sender.js';
import { type TwilioAccount, TwilioSmsSender } from './twilio-sms-sender.js';

/** Who a message comes from; undefined where neither is set. */
function senderOf(config: Config): TwilioAccount['sender'] | undefined {
  const { TWILIO_MESSAGING_SERVICE_SID: service, TWILIO_FROM: from } = config;
  if (service !== undefined) return { MessagingServiceSid: service };
  return from === undefined ? undefined : { From: from };
}

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
        const { TWILIO_ACCOUNT_SID: sid, TWILIO_AUTH_TOKEN: authToken } = config;
        const sender = senderOf(config);
        if (sid === undefined || authToken === undefined || sender === undefined)
          return new MailboxSmsSender(outbox, database, config);
        const baseUrl = config.TWILIO_BASE_URL;
        return new TwilioSmsSender({ sid, authToken, sender, baseUrl }, logger, metrics);
      },
    },
  ],
  exports: [SmsSender],
})
export class SmsModule {}

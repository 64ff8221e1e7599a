import { Global, Module } from '@nestjs/common';
import { Resealer } from '../crypto/resealer.js';
import { MailOutbox, sealedMails } from './mail-outbox.js';
import { MailSender } from './mail-sender.js';
import { MailboxController } from './mailbox.controller.js';
import { MailsJob } from './mails.job.js';
import { MailsTelemetry } from './mails-telemetry.js';
import { MailsRepository } from './mails.repository.js';
import { SmtpCheck } from './smtp.check.js';
import { SmtpTransport } from './smtp-transport.js';

@Global()
@Module({
  controllers: [MailboxController],
  providers: [
    MailsRepository,
    MailOutbox,
    SmtpTransport,
    SmtpCheck,
    MailSender,
    MailsJob,
    MailsTelemetry,
  ],
  exports: [MailOutbox],
})
export class MailModule {
  constructor(resealer: Resealer) {
    resealer.register(sealedMails);
  }
}

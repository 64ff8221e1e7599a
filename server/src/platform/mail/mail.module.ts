import { Global, Module } from '@nestjs/common';
import { MailOutbox } from './mail-outbox.js';
import { MailSender } from './mail-sender.js';
import { MailboxController } from './mailbox.controller.js';
import { MailsRepository } from './mails.repository.js';

@Global()
@Module({
  controllers: [MailboxController],
  providers: [MailsRepository, MailOutbox, MailSender],
  exports: [MailOutbox],
})
export class MailModule {}

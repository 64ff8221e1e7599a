import { Module } from '@nestjs/common';
import { InboxController } from './inbox/inbox.controller.js';
import { InboxJob } from './inbox/inbox.job.js';
import { InboxRepository } from './inbox/inbox.repository.js';
import { InboxService } from './inbox/inbox.service.js';
import { NotificationInbox } from './inbox/notification-inbox.port.js';

/** Who must be told: in the console, by mail and by SMS. It listens to events; nobody calls it. */
@Module({
  controllers: [InboxController],
  providers: [
    InboxRepository,
    InboxService,
    InboxJob,
    { provide: NotificationInbox, useExisting: InboxService },
  ],
  exports: [NotificationInbox],
})
export class NotificationsModule {}

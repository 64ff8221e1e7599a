import { Controller } from '@nestjs/common';
import { notificationRoutes } from '@gatehouse/contracts/notifications/inbox';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { InboxService } from './inbox.service.js';

@Controller()
export class InboxController {
  constructor(private readonly inbox: InboxService) {}

  @Route(notificationRoutes.list)
  list({ caller, query }: Input<typeof notificationRoutes.list>) {
    return this.inbox.list(caller, query);
  }

  @Route(notificationRoutes.counts)
  counts({ caller }: Input<typeof notificationRoutes.counts>) {
    return this.inbox.counts(caller);
  }

  @Route(notificationRoutes.markSeen)
  markSeen({ caller }: Input<typeof notificationRoutes.markSeen>) {
    return this.inbox.markAll(caller, 'seen');
  }

  @Route(notificationRoutes.markAllRead)
  markAllRead({ caller, query }: Input<typeof notificationRoutes.markAllRead>) {
    return this.inbox.markAll(caller, 'read', query.category);
  }

  @Route(notificationRoutes.archiveAll)
  archiveAll({ caller, query }: Input<typeof notificationRoutes.archiveAll>) {
    return this.inbox.markAll(caller, 'archived', query.category);
  }

  @Route(notificationRoutes.markRead)
  markRead({ caller, params }: Input<typeof notificationRoutes.markRead>) {
    return this.inbox.markRead(caller, params.id);
  }

  @Route(notificationRoutes.markUnread)
  markUnread({ caller, params }: Input<typeof notificationRoutes.markUnread>) {
    return this.inbox.markUnread(caller, params.id);
  }

  @Route(notificationRoutes.archive)
  archive({ caller, params }: Input<typeof notificationRoutes.archive>) {
    return this.inbox.archive(caller, params.id);
  }

  @Route(notificationRoutes.restore)
  restore({ caller, params }: Input<typeof notificationRoutes.restore>) {
    return this.inbox.restore(caller, params.id);
  }

  @Route(notificationRoutes.snooze)
  snooze({ caller, params, body }: Input<typeof notificationRoutes.snooze>) {
    return this.inbox.snooze(caller, params.id, body.until);
  }
}

import { Controller } from '@nestjs/common';
import { noticeRoutes } from '@gatehouse/contracts/notifications/notices';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { NoticesService } from './notices.service.js';

@Controller()
export class NoticesController {
  constructor(private readonly notices: NoticesService) {}

  @Route(noticeRoutes.list)
  list({ caller, query }: Input<typeof noticeRoutes.list>) {
    return this.notices.list(caller, query);
  }

  @Route(noticeRoutes.get)
  get({ caller, params }: Input<typeof noticeRoutes.get>) {
    return this.notices.get(caller, params.id);
  }

  @Route(noticeRoutes.cancel)
  cancel({ caller, params }: Input<typeof noticeRoutes.cancel>) {
    return this.notices.cancel(caller, params.id);
  }

  @Route(noticeRoutes.retry)
  retry({ caller, params }: Input<typeof noticeRoutes.retry>) {
    return this.notices.retry(caller, params.id);
  }
}

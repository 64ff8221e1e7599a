import { Controller } from '@nestjs/common';
import { mailReportRoutes } from '@gatehouse/contracts/notifications/mail-reports';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { MailReportsService } from './mail-reports.service.js';

@Controller()
export class MailReportsController {
  constructor(private readonly reports: MailReportsService) {}

  @Route(mailReportRoutes.take)
  take({ request, body }: Input<typeof mailReportRoutes.take>) {
    const secret = /^Bearer (\S+)$/i.exec(request.headers.authorization ?? '')?.[1];
    return this.reports.take(secret, body.reports);
  }

  @Route(mailReportRoutes.mailgun)
  takeFromMailgun({ body }: Input<typeof mailReportRoutes.mailgun>) {
    return this.reports.takeFromMailgun(body);
  }
}

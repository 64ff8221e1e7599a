import { Controller } from '@nestjs/common';
import { mailReportRoutes } from '@gatehouse/contracts/notifications/mail-reports';
import type { FastifyRequest } from 'fastify';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { MailReportsService } from './mail-reports.service.js';

@Controller()
export class MailReportsController {
  constructor(private readonly reports: MailReportsService) {}

  @Route(mailReportRoutes.take)
  take({ request, body }: Input<typeof mailReportRoutes.take>) {
    return this.reports.take(secretOf(request), body.reports);
  }

  @Route(mailReportRoutes.returned)
  takeReturned({ request, body }: Input<typeof mailReportRoutes.returned>) {
    return this.reports.takeReturned(secretOf(request), body);
  }

  @Route(mailReportRoutes.mailgun)
  takeFromMailgun({ body }: Input<typeof mailReportRoutes.mailgun>) {
    return this.reports.takeFromMailgun(body);
  }
}

const secretOf = ({ headers }: FastifyRequest): string | undefined =>
  /^Bearer (\S+)$/i.exec(headers.authorization ?? '')?.[1];

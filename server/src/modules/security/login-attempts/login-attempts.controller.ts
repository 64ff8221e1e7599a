import { Controller } from '@nestjs/common';
import { csvType } from '@gatehouse/contracts/media-types';
import { attemptRoutes } from '@gatehouse/contracts/security/attempts';
import { type Input, Route } from '../../../platform/http/route.decorator.js';
import { AttemptsExportService } from './attempts-export.service.js';
import { LoginAttemptsService } from './login-attempts.service.js';

@Controller()
export class LoginAttemptsController {
  constructor(
    private readonly service: LoginAttemptsService,
    private readonly exports: AttemptsExportService,
  ) {}

  @Route(attemptRoutes.list)
  list({ query }: Input<typeof attemptRoutes.list>) {
    return this.service.list(query);
  }

  @Route(attemptRoutes.export)
  export({ query, reply }: Input<typeof attemptRoutes.export>) {
    void reply
      .header('content-type', `${csvType}; charset=utf-8`)
      .header('content-disposition', 'attachment; filename="attempts.csv"');
    return this.exports.read(query);
  }

  @Route(attemptRoutes.timeline)
  timeline({ query }: Input<typeof attemptRoutes.timeline>) {
    return this.service.timeline(query.period);
  }

  @Route(attemptRoutes.top)
  async top({ query }: Input<typeof attemptRoutes.top>) {
    return { data: await this.service.top(query) };
  }

  @Route(attemptRoutes.pivot)
  async pivot({ query }: Input<typeof attemptRoutes.pivot>) {
    return { data: await this.service.pivot(query) };
  }
}
